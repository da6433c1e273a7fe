using System.Data.Common;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Connections;

/// <summary>What the embedded engine does when the files are not what the catalog says.</summary>
public sealed class SqliteConnectionFactoryTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("metiva-swap-").FullName;

    public async Task InitializeAsync()
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        await MarkAsync(bench, bench.A, "of A");
        await MarkAsync(bench, bench.B, "of B");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(directory, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Each_company_reads_its_own_rows()
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(["of A"], await MarksAsync(bench, bench.A));
        Assert.Equal(["of B"], await MarksAsync(bench, bench.B));
    }

    [Fact]
    public async Task Another_companys_whole_directory_in_place_of_ones_own_is_a_mismatch_and_shows_no_row()
    {
        SwapDirectories();
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(bench, bench.A));
        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(bench, bench.B));
        // And again, now that the first connection was tried.
        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(bench, bench.A));
    }

    [Fact]
    public async Task Another_companys_file_under_a_log_that_was_left_behind_is_a_mismatch()
    {
        var a = PathOf(A);
        byte[] log;
        await using (var bench = await TenancyBench.StartAsync(dataDirectory: directory))
        {
            await MarkAsync(bench, bench.A, "in the log");
            log = await File.ReadAllBytesAsync(a + "-wal");
        }

        Assert.NotEmpty(log);
        File.Copy(PathOf(B), a, overwrite: true);
        await File.WriteAllBytesAsync(a + "-wal", log);
        await using var again = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(again, again.A));
    }

    [Fact]
    public async Task A_log_that_was_left_behind_by_a_crash_is_read()
    {
        var a = PathOf(A);
        byte[] file;
        byte[] log;
        await using (var bench = await TenancyBench.StartAsync(dataDirectory: directory))
        {
            await MarkAsync(bench, bench.A, "in the log");
            file = await File.ReadAllBytesAsync(a);
            log = await File.ReadAllBytesAsync(a + "-wal");
        }

        await File.WriteAllBytesAsync(a, file);
        await File.WriteAllBytesAsync(a + "-wal", log);
        await using var again = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Contains("in the log", await MarksAsync(again, again.A));
    }

    [Fact]
    public async Task A_catalog_row_that_names_another_companys_database_is_a_mismatch_also_while_running()
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        await MarksAsync(bench, bench.A);
        await MarksAsync(bench, bench.B);
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).Database = bench.B.ToString());

        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(bench, bench.A));
        Assert.Equal(["of B"], await MarksAsync(bench, bench.B));
    }

    [Theory]
    [InlineData("../control-plane")]
    [InlineData("..")]
    [InlineData("/etc")]
    [InlineData("")]
    [InlineData("AAAAAAAA-0000-4000-8000-000000000000")]
    public async Task A_catalog_row_that_leads_out_of_the_directory_opens_nothing(string database)
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).Database = database);

        Assert.Equal(BindingOutcome.DatabaseUnavailable, await RefusalAsync(bench, bench.A));
    }

    [Fact]
    public async Task A_missing_file_is_unavailable_and_is_not_made_anew()
    {
        Directory.Delete(Path.GetDirectoryName(PathOf(A))!, recursive: true);
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.DatabaseUnavailable, await RefusalAsync(bench, bench.A));
        Assert.False(File.Exists(PathOf(A)));
        Assert.Equal(["of B"], await MarksAsync(bench, bench.B));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_unavailable()
    {
        await File.WriteAllTextAsync(PathOf(A), new string('x', 8192));
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.DatabaseUnavailable, await RefusalAsync(bench, bench.A));
    }

    [Fact]
    public async Task A_database_without_a_stamp_is_a_mismatch()
    {
        await using (var file = new SqliteConnection($"Data Source={PathOf(A)};Pooling=False"))
        {
            await file.OpenAsync();
            await file.ExecuteAsync(
                "DROP TABLE CompanyIdentity; CREATE TABLE CompanyIdentity (Id INTEGER, CompanyId TEXT, SchemaVersion INTEGER)"
            );
            await file.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.DatabaseMismatch, await RefusalAsync(bench, bench.A));
    }

    [Fact]
    public async Task A_schema_that_the_catalog_does_not_know_of_is_out_of_range()
    {
        await using (var file = new SqliteConnection($"Data Source={PathOf(A)};Pooling=False"))
        {
            await file.OpenAsync();
            await file.ExecuteAsync("UPDATE CompanyIdentity SET SchemaVersion = 999");
        }

        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);

        Assert.Equal(BindingOutcome.SchemaOutOfRange, await RefusalAsync(bench, bench.A));
    }

    [Fact]
    public async Task A_statement_cannot_attach_another_file()
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        using var scope = bench.As(Role.Owner, bench.A);

        var refused = await Assert.ThrowsAsync<SqliteException>(() =>
            scope
                .Get<CompanyDatabase>()
                .ReadAsync((connection, _) => connection.ExecuteAsync($"ATTACH '{PathOf(B)}' AS other"), CancellationToken.None)
        );
        Assert.Contains("too many attached", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_that_runs_too_long_is_stopped()
    {
        await using var bench = await TenancyBench.StartAsync(
            dataDirectory: directory,
            settings: new() { ["Tenancy:StatementTimeouts:Standard"] = "00:00:00.300" }
        );
        using var scope = bench.As(Role.Owner, bench.A);

        await Assert.ThrowsAsync<TimeoutException>(() => scope.Get<CompanyDatabase>().ReadAsync(EndlessAsync, CancellationToken.None));
        Assert.Equal(["of A"], await MarksAsync(bench, bench.A));
    }

    [Fact]
    public async Task A_statement_stops_when_its_caller_goes_away()
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        using var scope = bench.As(Role.Owner, bench.A);
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scope.Get<CompanyDatabase>().ReadAsync(EndlessAsync, gone.Token));
    }

    [Fact]
    public async Task Who_waits_too_long_for_the_turn_to_write_is_told_busy_and_other_companies_write_on()
    {
        await using var bench = await TenancyBench.StartAsync(
            dataDirectory: directory,
            settings: new() { ["Tenancy:WriteWait"] = "00:00:00.200" }
        );
        using var first = bench.As(Role.Owner, bench.A);
        using var second = bench.As(Role.Admin, bench.A);
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var slow = first
            .Get<CompanyDatabase>()
            .WriteAsync<int>(
                async (_, _) =>
                {
                    entered.SetResult();
                    await release.Task;
                    return 1;
                },
                CancellationToken.None
            );
        await entered.Task;

        var busy = await Assert.ThrowsAsync<BindingRefusedException>(() =>
            second
                .Get<CompanyDatabase>()
                .WriteAsync<int>((_, _) => Task.FromResult<Metiva.Domain.Shared.Result<int>>(2), CancellationToken.None)
        );
        Assert.Equal(BindingOutcome.Busy, busy.Outcome);
        await MarkAsync(bench, bench.B, "meanwhile");
        release.SetResult();
        Assert.True((await slow).Ok);
    }

    [Fact]
    public async Task One_companys_many_reads_wait_for_each_other_and_not_for_another_companys()
    {
        await using var bench = await TenancyBench.StartAsync(
            dataDirectory: directory,
            settings: new() { ["Tenancy:ConnectionsPerCompany"] = "1", ["Tenancy:ConnectionWait"] = "00:00:00.200" }
        );
        using var first = bench.As(Role.Owner, bench.A);
        using var second = bench.As(Role.Admin, bench.A);
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var slow = first
            .Get<CompanyDatabase>()
            .ReadAsync(
                async (_, _) =>
                {
                    entered.SetResult();
                    await release.Task;
                    return 1;
                },
                CancellationToken.None
            );
        await entered.Task;

        var busy = await Assert.ThrowsAsync<BindingRefusedException>(() =>
            second.Get<CompanyDatabase>().ReadAsync((_, _) => Task.FromResult(2), CancellationToken.None)
        );
        Assert.Equal(BindingOutcome.Busy, busy.Outcome);
        Assert.Equal(["of B"], await MarksAsync(bench, bench.B));
        release.SetResult();
        Assert.Equal(1, await slow);
    }

    [Fact]
    public async Task A_command_that_changes_something_without_an_audit_record_keeps_nothing()
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        using var scope = bench.As(Role.Owner, bench.A);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            scope
                .Get<CompanyDatabase>()
                .WriteAsync<int>(
                    (write, _) =>
                    {
                        write.Data.NumberSeries.Add(Metiva.Domain.Invoices.NumberSeries.Start("2031").Value);
                        return Task.FromResult<Metiva.Domain.Shared.Result<int>>(1);
                    },
                    CancellationToken.None
                )
        );
        var series = await scope
            .Get<CompanyDatabase>()
            .ReadAsync((connection, _) => connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM NumberSeries"), CancellationToken.None);
        Assert.Equal(0, series);
    }

    [Fact]
    public async Task A_command_whose_context_stops_holding_while_it_runs_keeps_nothing()
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        using var scope = bench.As(Role.Sales, bench.A);
        var person = bench.Person(Role.Sales, bench.A).Id;

        await Assert.ThrowsAsync<BindingRefusedException>(() =>
            scope
                .Get<CompanyDatabase>()
                .WriteAsync<int>(
                    async (write, _) =>
                    {
                        write.Audit("test.marked", "Test", "1", "too late");
                        await bench.WriteAsync(control =>
                            control.Memberships.Remove(
                                control.Memberships.Single(row => row.PersonId == person && row.CompanyId == bench.A)
                            )
                        );
                        return 1;
                    },
                    CancellationToken.None
                )
        );
        Assert.Equal(["of A"], await MarksAsync(bench, bench.A));
    }

    private static readonly CompanyId A = new(Guid.Parse("aaaaaaaa-0000-4000-8000-000000000000"));
    private static readonly CompanyId B = new(Guid.Parse("bbbbbbbb-0000-4000-8000-000000000000"));

    private static Task<long> EndlessAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<long>(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000) SELECT COUNT(*) FROM n"
        );

    private static async Task MarkAsync(TenancyBench bench, CompanyId company, string mark)
    {
        using var scope = bench.As(Role.Owner, company);
        var result = await scope
            .Get<CompanyDatabase>()
            .WriteAsync<int>(
                (write, _) =>
                {
                    write.Audit("test.marked", "Test", "1", mark);
                    return Task.FromResult<Metiva.Domain.Shared.Result<int>>(1);
                },
                CancellationToken.None
            );
        Assert.True(result.Ok);
    }

    private static async Task<List<string>> MarksAsync(TenancyBench bench, CompanyId company)
    {
        using var scope = bench.As(Role.Owner, company);
        return await scope
            .Get<CompanyDatabase>()
            .ReadAsync(
                async (connection, _) =>
                    (await connection.QueryAsync<string>("SELECT Summary FROM AuditRecords ORDER BY Sequence")).AsList(),
                CancellationToken.None
            );
    }

    private static async Task<BindingOutcome> RefusalAsync(TenancyBench bench, CompanyId company) =>
        (await Assert.ThrowsAsync<BindingRefusedException>(() => MarksAsync(bench, company))).Outcome;

    private string PathOf(CompanyId company) => Path.Combine(directory, "companies", company.ToString(), "company.db");

    private void SwapDirectories()
    {
        var a = Path.GetDirectoryName(PathOf(A))!;
        var b = Path.GetDirectoryName(PathOf(B))!;
        Directory.Move(a, a + ".aside");
        Directory.Move(b, a);
        Directory.Move(a + ".aside", b);
    }
}
