using Metiva.Domain.Access;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Servers;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Servers;

/// <summary>What the tests of servers do to the bench.</summary>
internal static class ServerBench
{
    /// <summary>A directory that a server can have, gone with the bench's own or by the caller.</summary>
    public static string Place() => Directory.CreateTempSubdirectory("metiva-place-").FullName;

    /// <summary>Registers a server as the agency's Owner would.</summary>
    public static async Task RegisterAsync(this TenancyBench bench, string name, string address, string region = "local")
    {
        using var agency = bench.As(Role.Owner, bench.Agency);
        var made = await agency
            .Get<RegisterServer>()
            .Run(new(name, region, address, OutsideEu: !Metiva.Domain.Servers.Regions.IsInEu(region)), CancellationToken.None);
        Assert.True(made.Ok, made.Error?.Message);
    }

    /// <summary>The registry's own audit, as "action company summary".</summary>
    public static Task<List<string>> ControlAuditAsync(this TenancyBench bench) =>
        bench.ReadAsync(context =>
            context
                .ControlAudit.OrderBy(row => row.Sequence)
                .Select(row => row.Action + " " + row.PersonName + " " + row.Summary)
                .ToListAsync()
        );

    public static Task<ServerRow> ServerAsync(this TenancyBench bench, string name) =>
        bench.ReadAsync(context => context.Servers.SingleAsync(row => row.Name == name));
}
