using Metiva.Tenancy.ControlPlane;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Auditing.Chain;

/// <summary>The host's own service, as it runs.</summary>
public sealed class AuditAnchorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Dictionary<string, string?> Often = new(StringComparer.Ordinal)
    {
        ["Tenancy:AuditAnchorInterval"] = "00:00:00.100",
    };

    [Fact]
    public async Task What_was_written_is_anchored_by_itself_and_so_is_what_follows()
    {
        await using var bench = await TenancyBench.StartAsync(settings: Often);
        await bench.WriteAsync(bench.A, "One");
        await AnchoredAsync(bench);
        await bench.WriteAsync(bench.A, "Two", "Three");
        await AnchoredAsync(bench);
        Assert.True((await bench.VerifyAsync(bench.A)).Anchor!.Genuine);
    }

    [Fact]
    public async Task What_a_process_wrote_that_was_killed_before_it_could_is_anchored_by_the_next()
    {
        var directory = Directory.CreateTempSubdirectory("metiva-anchor-").FullName;
        await using (var killed = await TenancyBench.StartAsync(dataDirectory: directory, onSqlServer: false))
        {
            await killed.WriteAsync(killed.A, "One");
            Assert.Null((await killed.VerifyAsync(killed.A)).Anchor);
        }

        await using (var next = await TenancyBench.StartAsync(settings: Often, dataDirectory: directory, onSqlServer: false))
        {
            await AnchoredAsync(next);
        }

        Directory.Delete(directory, recursive: true);
    }

    private static async Task AnchoredAsync(TenancyBench bench)
    {
        var last = (await bench.PlacesAsync(bench.A))[^1];
        await Eventually.TrueAsync(
            () =>
                bench
                    .Services.GetRequiredService<ControlPlaneDatabase>()
                    .ReadAsync(
                        (context, token) => context.AuditHeads.AnyAsync(head => head.CompanyId == bench.A && head.Sequence == last, token),
                        default
                    ),
            Patience
        );
    }
}
