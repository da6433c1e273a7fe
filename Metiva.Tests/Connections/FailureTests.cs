using System.Data.Common;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Engines;
using Metiva.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Connections;

/// <summary>What fails in passing is tried again where that cannot do anything twice, and how a lost commit ends.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private TenancyBench bench = null!;
    private BenchScope scope = null!;
    private UnreliableEngine engine = null!;

    private CompanyDatabase Database => scope.Get<CompanyDatabase>();

    public async Task InitializeAsync()
    {
        bench = await TenancyBench.StartAsync(
            UnreliableEngine.Wrap,
            new(StringComparer.Ordinal) { ["Tenancy:StatementTimeouts:Plus"] = "00:00:00.020", ["Tenancy:ConnectionBudget"] = "1" }
        );
        scope = bench.As(Role.Owner, bench.A);
        engine = (UnreliableEngine)bench.Services.GetRequiredService<IDatabaseEngine>();
    }

    public async Task DisposeAsync()
    {
        scope.Dispose();
        await bench.DisposeAsync();
    }

    [Theory]
    [InlineData(FailureKind.Passing)]
    [InlineData(FailureKind.Lost)]
    public async Task Opening_is_tried_again(FailureKind kind)
    {
        engine.Open.Fail(kind, times: 2);
        await Database.ProbeAsync(CancellationToken.None);
        engine.Open.Fail(kind, times: 2);
        Assert.Equal(1, await Database.ReadAsync((_, _) => Task.FromResult(1), CancellationToken.None));
        engine.Open.Fail(kind, times: 2);
        Assert.True((await MarkAsync("opened late")).Ok);

        Assert.Equal(["opened late"], await MarksAsync());
    }

    [Fact]
    public async Task Opening_that_goes_on_failing_ends_in_the_refusal_after_a_few_attempts()
    {
        engine.Open.Fail(FailureKind.Passing, times: 100);

        var refused = await Assert.ThrowsAsync<BindingRefusedException>(() =>
            Database.ReadAsync((_, _) => Task.FromResult(1), CancellationToken.None)
        );

        Assert.Equal(BindingOutcome.DatabaseUnavailable, refused.Outcome);
        Assert.Equal(100 - Attempts.Most, engine.Open.Left);
    }

    [Fact]
    public async Task What_does_not_pass_is_not_tried_again()
    {
        engine.Open.Fail(FailureKind.Lasting, times: 3);

        await Assert.ThrowsAsync<BindingRefusedException>(() => Database.ReadAsync((_, _) => Task.FromResult(1), CancellationToken.None));

        Assert.Equal(2, engine.Open.Left);
    }

    [Fact]
    public async Task A_read_that_was_a_deadlocks_victim_is_run_again_as_a_whole()
    {
        var runs = 0;
        var marks = await Database.ReadAsync(
            async (connection, _) =>
            {
                var read = await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM AuditRecords");
                return ++runs < 3 ? throw new Injected(FailureKind.Passing) : read;
            },
            CancellationToken.None
        );

        Assert.Equal((3, 0L), (runs, marks));
    }

    [Theory]
    [InlineData(FailureKind.Passing)]
    [InlineData(FailureKind.Lost)]
    public async Task A_command_that_failed_before_the_commit_is_run_again_on_data_of_its_own_and_done_once(FailureKind kind)
    {
        var contexts = new HashSet<CompanyContext>();
        var result = await Database.WriteAsync<int>(
            async (write, token) =>
            {
                contexts.Add(write.Data);
                write.Audit("test.marked", "Test", "1", "once");
                if (contexts.Count < 3)
                {
                    // Written, not yet committed.
                    await write.Data.SaveChangesAsync(token);
                    throw new Injected(kind);
                }

                return 7;
            },
            CancellationToken.None
        );

        Assert.Equal((7, 3), (result.Value, contexts.Count));
        Assert.Equal(["once"], await MarksAsync());
    }

    [Fact]
    public async Task Beginning_to_write_is_tried_again()
    {
        engine.Begin.Fail(FailureKind.Passing, times: 3);
        Assert.True((await MarkAsync("begun late")).Ok);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_lost_while_committing_is_an_unknown_outcome_and_is_never_run_again(bool wasKept)
    {
        var runs = 0;
        engine.Commit.Fail(FailureKind.Lost, times: 1);
        engine.KeepsBeforeFailing = wasKept;

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => MarkAsync("perhaps", () => runs++));

        Assert.Equal(1, runs);
        Assert.Equal(wasKept ? ["perhaps"] : [], await MarksAsync());
        Assert.True((await MarkAsync("afterwards")).Ok);
    }

    [Fact]
    public async Task An_answer_to_a_commit_that_nobody_understands_is_an_unknown_outcome()
    {
        engine.CommitFailure = new InvalidOperationException("What?");

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => MarkAsync("perhaps"));
    }

    [Theory]
    [InlineData(FailureKind.Passing)]
    [InlineData(FailureKind.Lasting)]
    public async Task A_commit_that_the_database_refused_is_that_refusal_and_is_not_run_again(FailureKind kind)
    {
        var runs = 0;
        engine.Commit.Fail(kind, times: 1);

        var refused = await Assert.ThrowsAsync<BindingRefusedException>(() => MarkAsync("no", () => runs++));

        Assert.Equal(BindingOutcome.DatabaseUnavailable, refused.Outcome);
        Assert.Equal(1, runs);
        Assert.Empty(await MarksAsync());
    }

    [Fact]
    public async Task Trying_again_ends_with_the_time_that_the_plan_gives()
    {
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).Plan = Metiva.Domain.Plans.Plan.Plus);
        engine.Open.Fail(FailureKind.Passing, times: 100);

        await Assert.ThrowsAnyAsync<Exception>(() => Database.ReadAsync((_, _) => Task.FromResult(1), CancellationToken.None));

        Assert.InRange(engine.Open.Left, 100 - Attempts.Most, 99);
        Assert.Equal(0, bench.Services.GetRequiredService<ConnectionBudget>().CountsOf(bench.A).Lent);
    }

    [Fact]
    public async Task Who_goes_away_between_two_attempts_is_not_served()
    {
        using var gone = new CancellationTokenSource();
        engine.Open.Fail(FailureKind.Passing, times: 100);
        engine.Open.Failed = gone.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Database.ProbeAsync(gone.Token));

        Assert.Equal(99, engine.Open.Left);
    }

    [SqliteFact]
    public void What_SQLite_says_is_sorted()
    {
        var sqlite = engine.Inner;
        Assert.Equal(
            FailureKind.Passing,
            sqlite.Classify(new SqliteException("", SQLitePCL.raw.SQLITE_BUSY, SQLitePCL.raw.SQLITE_BUSY_SNAPSHOT))
        );
        Assert.Equal(
            FailureKind.Passing,
            sqlite.Classify(
                new DbUpdateException("", new SqliteException("", SQLitePCL.raw.SQLITE_BUSY, SQLitePCL.raw.SQLITE_BUSY_RECOVERY))
            )
        );
        Assert.Equal(FailureKind.Lasting, sqlite.Classify(new SqliteException("", SQLitePCL.raw.SQLITE_BUSY)));
        Assert.Equal(FailureKind.Lasting, sqlite.Classify(new SqliteException("", SQLitePCL.raw.SQLITE_CORRUPT)));
        Assert.Equal(FailureKind.Lost, sqlite.Classify(new SqliteException("", SQLitePCL.raw.SQLITE_IOERR)));
        Assert.Equal(FailureKind.Lasting, sqlite.Classify(new InvalidOperationException()));
    }

    private Task<Result<int>> MarkAsync(string mark, Action? run = null) =>
        Database.WriteAsync<int>(
            (write, _) =>
            {
                run?.Invoke();
                write.Audit("test.marked", "Test", "1", mark);
                return Task.FromResult<Result<int>>(1);
            },
            CancellationToken.None
        );

    private Task<List<string>> MarksAsync() =>
        Database.ReadAsync(
            async (connection, _) => (await connection.QueryAsync<string>("SELECT Summary FROM AuditRecords ORDER BY Sequence")).AsList(),
            CancellationToken.None
        );

    /// <summary>A failure of that kind, as a driver would throw one.</summary>
    private sealed class Injected(FailureKind kind) : Exception("Injected.")
    {
        public FailureKind Kind => kind;
    }

    /// <summary>Fails a number of times.</summary>
    private sealed class Fault
    {
        private FailureKind kind;

        public int Left { get; private set; }

        public Action? Failed { get; set; }

        public void Fail(FailureKind failure, int times) => (kind, Left) = (failure, times);

        public void Hit()
        {
            if (Left > 0)
            {
                Left--;
                Failed?.Invoke();
                throw new Injected(kind);
            }
        }
    }

    private sealed class UnreliableEngine(IDatabaseEngine inner) : EngineDecorator(inner)
    {
        public IDatabaseEngine Inner { get; } = inner;

        public Fault Open { get; } = new();

        public Fault Begin { get; } = new();

        public Fault Commit { get; } = new();

        public bool KeepsBeforeFailing { get; set; }

        public Exception? CommitFailure { get; set; }

        public static void Wrap(IServiceCollection services)
        {
            var registered = services.Last(service => service.ServiceType == typeof(IDatabaseEngine));
            services.Remove(registered);
            services.AddSingleton<IDatabaseEngine>(provider => new UnreliableEngine(
                (IDatabaseEngine)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!)
            ));
        }

        public override ValueTask<DbConnection> OpenCompanyAsync(CatalogEntry company, CancellationToken cancellationToken)
        {
            Open.Hit();
            return base.OpenCompanyAsync(company, cancellationToken);
        }

        public override ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken)
        {
            Begin.Hit();
            return base.BeginWriteAsync(connection, cancellationToken);
        }

        public override async Task CommitAsync(DbTransaction transaction)
        {
            if (CommitFailure is not null)
            {
                throw CommitFailure;
            }

            if (KeepsBeforeFailing)
            {
                await base.CommitAsync(transaction);
            }

            Commit.Hit();
            if (!KeepsBeforeFailing)
            {
                await base.CommitAsync(transaction);
            }
        }

        public override FailureKind Classify(Exception exception) =>
            exception is Injected injected ? injected.Kind
            : exception.InnerException is Injected wrapped ? wrapped.Kind
            : base.Classify(exception);

        public override Exception? Translate(Exception exception, CancellationToken cancellationToken) =>
            exception is Injected or { InnerException: Injected }
                ? new BindingRefusedException(BindingOutcome.DatabaseUnavailable, exception)
                : base.Translate(exception, cancellationToken);
    }
}
