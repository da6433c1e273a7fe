using Dapper;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Auditing;

/// <summary>What agency staff did to the registry is added and read; the registry itself refuses anything else.</summary>
public sealed class ControlAuditTests
{
    private const string BeforeThat = "20261127012047_Platform";

    public static TheoryData<string> Changes =>
        ["UPDATE ControlAudit SET Summary = 'Nothing happened'", "DELETE FROM ControlAudit", "DELETE FROM ControlAudit WHERE Sequence = 1"];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_line_is_neither_changed_nor_taken_away(string sql)
    {
        await using var bench = await TenancyBench.StartAsync();
        await bench.WriteAsync(control => control.ControlAudit.Add(Line("One")));
        await RefusesAsync(bench, sql);
        await bench.WriteAsync(control => control.ControlAudit.Add(Line("Two")));
        Assert.Equal(["One", "Two"], await SummariesAsync(bench));
    }

    [Fact]
    public async Task A_registry_of_an_earlier_build_is_protected_from_the_start_of_this_one_on_and_keeps_its_lines()
    {
        var directory = Directory.CreateTempSubdirectory("metiva-").FullName;
        try
        {
            var file = Path.Combine(Directory.CreateDirectory(Path.Combine(directory, "control-plane")).FullName, "control.db");
            var options = new DbContextOptionsBuilder<SqliteControlPlaneContext>().UseSqlite($"Data Source={file};Pooling=False").Options;
            await using (var old = new SqliteControlPlaneContext(options))
            {
                await old.GetService<IMigrator>().MigrateAsync(BeforeThat);
                old.ControlAudit.Add(Line("Long ago"));
                await old.SaveChangesAsync();
                await old.Database.ExecuteSqlRawAsync("UPDATE ControlAudit SET Summary = 'Before that'");
            }

            await using var bench = await TenancyBench.StartAsync(dataDirectory: directory, onSqlServer: false);
            await RefusesAsync(bench, "UPDATE ControlAudit SET Summary = 'Nothing happened'");
            await RefusesAsync(
                bench,
                "INSERT OR REPLACE INTO ControlAudit SELECT Sequence, At, PersonId, PersonName, Action, CompanyId, 'Nothing' FROM ControlAudit"
            );
            Assert.Equal(["Before that"], await SummariesAsync(bench));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task RefusesAsync(TenancyBench bench, string sql)
    {
        await using var connection = await bench
            .Services.GetRequiredService<IDatabaseEngine>()
            .OpenControlPlaneAsync(fresh: true, CancellationToken.None);
        var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => connection.ExecuteAsync(sql));

        // By the trigger, or by what the login may do at all.
        Assert.True(
            refused.Message.Contains("cannot be changed", StringComparison.Ordinal)
                || refused.Message.Contains("permission was denied", StringComparison.Ordinal),
            refused.Message
        );
    }

    private static Task<List<string>> SummariesAsync(TenancyBench bench) =>
        bench
            .Services.GetRequiredService<ControlPlaneDatabase>()
            .ReadAsync(
                (context, token) =>
                    context
                        .ControlAudit.Where(row => row.Action == "test.written")
                        .OrderBy(row => row.Sequence)
                        .Select(row => row.Summary)
                        .ToListAsync(token),
                default
            );

    private static ControlAuditRow Line(string summary) =>
        new()
        {
            At = DateTimeOffset.UnixEpoch,
            PersonName = "Owner of Bureau Bench",
            Action = "test.written",
            Summary = summary,
        };
}
