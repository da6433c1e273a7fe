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

    [Fact]
    public async Task A_company_whose_database_is_gone_keeps_no_other_one_from_being_anchored()
    {
        await using var bench = await TenancyBench.StartAsync(settings: Often, onSqlServer: false);
        await bench.WriteAsync(bench.B, "One");
        await bench.WriteAsync(bench.A, "One");
        TemporaryFiles.ReleasePools(bench.DataDirectory);
        var (file, aside) = (Path.Combine(bench.DataDirectory, "companies", bench.B.ToString(), "company.db"), Path.GetTempFileName());
        File.Move(file, aside, overwrite: true);
        await bench.WriteAsync(bench.A, "Two");
        await AnchoredAsync(bench);
        File.Move(aside, file);
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
