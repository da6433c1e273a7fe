using System.Data.Common;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Connections;
using Metiva.Tests.Support;
using Xunit;
using static Metiva.Tests.Connections.MarkedFiles;

namespace Metiva.Tests.CompanyData;

/// <summary>Reading and writing in turn, within their time, and keeping all or nothing.</summary>
public sealed class CompanyDatabaseTests : IAsyncLifetime
{
    private MarkedFiles files = null!;
    private string directory = "";

    public async Task InitializeAsync()
    {
        files = await MarkedFiles.CopyAsync();
        directory = files.Directory;
    }

    public Task DisposeAsync()
    {
        files.Dispose();
        return Task.CompletedTask;
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

    private static Task<long> EndlessAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<long>(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000) SELECT COUNT(*) FROM n"
        );
}
