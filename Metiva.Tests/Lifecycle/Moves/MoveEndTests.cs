using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Lifecycle.Moves;
using Metiva.Tests.Servers;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Lifecycle.Moves;

/// <summary>Moves that cannot end by themselves, because a server is gone or somebody else has ended them.</summary>
public sealed class MoveEndTests : IAsyncLifetime
{
    private readonly string place = ServerBench.Place();
    private readonly Dictionary<string, Func<Task>> at = new(StringComparer.Ordinal);
    private TenancyBench bench = null!;
    private DeafCopy copy = null!;

    public async Task InitializeAsync()
    {
        bench = await MoveBench.StartAsync(
            step => at.Remove(step, out var act) ? act() : Task.CompletedTask,
            more: services =>
                services.AddSingleton<ICompanyCopy>(provider =>
                    copy = new DeafCopy(ActivatorUtilities.CreateInstance<SqliteCopy>(provider))
                )
        );
        await bench.RegisterAsync(MoveBench.There, place);
        ManyInvoices.Fill(bench, bench.A, 20);
    }

    public async Task DisposeAsync()
    {
        TemporaryFiles.ReleasePools(place);
        await bench.DisposeAsync();
        Directory.Delete(place, recursive: true);
    }

    [Fact]
    public async Task An_old_server_that_is_gone_for_good_is_left_behind()
    {
        var old = bench.EntryOf(bench.A);
        at["Switched"] = () => Deafen("bench");
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.StopsWithAsync(MoveTrouble.Unavailable);
        Assert.Equal((CompanyState.Active, MoveBench.There), (bench.EntryOf(bench.A).State, bench.EntryOf(bench.A).Server));

        var refused = await LeaveAsync("Nee", Role.Finance, bench.Agency);
        Assert.IsType<PermissionDenied>(refused.Error);
        Assert.IsType<PermissionDenied>((await LeaveAsync("Nee", Role.Owner, bench.A)).Error);
        Assert.IsType<InvalidField>((await LeaveAsync(" ", Role.Owner, bench.Agency)).Error);
        Assert.NotNull(await bench.PendingMoveAsync());

        Assert.True((await LeaveAsync("Server is afgevoerd", Role.Owner, bench.Agency)).Ok);
        Assert.Null(await bench.PendingMoveAsync());
        var summary = $"Database '{old.Database}' left behind on server 'bench', where it could not be dropped: Server is afgevoerd";
        Assert.Contains($"companies.move.left-behind {summary}", await bench.ContentAsync(bench.A), StringComparison.Ordinal);
        Assert.Equal($"companies.move.left-behind Owner of Bureau Bench {summary}", (await bench.ControlAuditAsync())[^1]);

        // It stands in nobody's way.
        Assert.IsType<NotFound>((await LeaveAsync("Nog eens", Role.Owner, bench.Agency)).Error);
        copy.Deaf = null;
        Assert.True((await bench.MoveAsync(bench.A, "bench")).Ok);
        await bench.MovesEndAsync();
        Assert.Equal("bench", bench.EntryOf(bench.A).Server);
    }

    [Fact]
    public async Task A_copy_on_a_server_that_is_gone_is_left_behind_by_whoever_gave_the_move_up()
    {
        at["Copied"] = async () =>
        {
            await Deafen(MoveBench.There);
            using var admin = bench.As(Role.Admin, bench.Agency);
            Assert.True((await admin.Get<CancelMove>().Run(new(bench.A), default)).Ok);
        };
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.StopsWithAsync(MoveTrouble.Unavailable);
        var move = (await bench.PendingMoveAsync())!;
        Assert.Equal((MoveStep.Abandoned, "Admin of Bureau Bench"), (move.Step, move.GivenUpByName));
        Assert.True((await LeaveAsync("Server is afgevoerd", Role.Admin, bench.Agency)).Ok);
        Assert.Null(await bench.PendingMoveAsync());
        Assert.Equal(("bench", CompanyState.Active), (bench.EntryOf(bench.A).Server, bench.EntryOf(bench.A).State));
        Assert.Contains(
            $"Admin of Bureau Bench companies.move.left-behind Database '{move.ToDatabase}' left behind on server '{MoveBench.There}'",
            await bench.ContentAsync(bench.A),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Before_the_switch_nothing_is_left_behind()
    {
        at["Held"] = () => Deafen(MoveBench.There);
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.StopsWithAsync(MoveTrouble.Unavailable);
        Assert.IsType<MoveNotStuck>((await LeaveAsync("Te vroeg", Role.Owner, bench.Agency)).Error);
        Assert.NotNull(await bench.PendingMoveAsync());
        Assert.DoesNotContain(await bench.ControlAuditAsync(), line => line.Contains("left-behind", StringComparison.Ordinal));
        copy.Deaf = null;
        await bench.MovesEndAsync();
    }

    [Fact]
    public async Task Whoever_gives_a_move_up_stands_in_both_audits()
    {
        at["Copied"] = async () =>
        {
            using var admin = bench.As(Role.Admin, bench.Agency);
            Assert.True((await admin.Get<CancelMove>().Run(new(bench.A), default)).Ok);
        };
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.MovesEndAsync();
        Assert.EndsWith(
            "Admin of Bureau Bench companies.move.abandoned Stays on server 'bench': the move to 'tweede' was given up",
            await bench.ContentAsync(bench.A),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_worker_that_lost_the_move_while_it_made_the_database_leaves_none()
    {
        copy.Preparing = async () =>
        {
            copy.Preparing = null;

            // This worker is slow; meanwhile somebody gives the move up, and somebody else, for whom nothing is held any more, ends it.
            using var admin = bench.As(Role.Admin, bench.Agency);
            Assert.True((await admin.Get<CancelMove>().Run(new(bench.A), default)).Ok);
            await bench.WriteAsync(context => context.CompanyMoves.RemoveRange(context.CompanyMoves));
        };
        Assert.True((await bench.MoveAsync(bench.A)).Ok);
        await bench.MovesEndAsync();
        await Eventually.TrueAsync(() => Task.FromResult(copy is { Prepared: 1, Dropped: 1 }), TimeSpan.FromMinutes(1));
        Assert.Empty(Directory.GetFiles(place, "company.db", SearchOption.AllDirectories));
        Assert.Equal(("bench", CompanyState.Active), (bench.EntryOf(bench.A).Server, bench.EntryOf(bench.A).State));
    }

    private Task Deafen(string server)
    {
        copy.Deaf = server;
        return Task.CompletedTask;
    }

    private async Task<Result<Guid>> LeaveAsync(string reason, Role role, CompanyId company)
    {
        using var scope = bench.As(role, company);
        return await scope.Get<LeaveBehind>().Run(new(bench.A, reason), default);
    }

    /// <summary>Copies as ever, but one server does not answer.</summary>
    private sealed class DeafCopy(ICompanyCopy real) : ICompanyCopy
    {
        internal string? Deaf { get; set; }

        internal Func<Task>? Preparing { get; set; }

        internal int Prepared { get; private set; }

        internal int Dropped { get; private set; }

        public string TargetNameFor(CompanyId company, Guid move) => real.TargetNameFor(company, move);

        public Task<ICompanyHold> HoldAsync(CatalogEntry source, CancellationToken cancellationToken) =>
            real.HoldAsync(Heard(source), cancellationToken);

        public async Task PrepareAsync(CatalogEntry target, CancellationToken cancellationToken)
        {
            if (Preparing is { } first)
            {
                await first();
            }

            // A database that is being made is made, whoever is told to stop.
            await real.PrepareAsync(Heard(target), CancellationToken.None);
            Prepared++;
        }

        public Task<ICopyTarget> OpenTargetAsync(CatalogEntry target, CancellationToken cancellationToken) =>
            real.OpenTargetAsync(Heard(target), cancellationToken);

        public Task FreezeAsync(CatalogEntry source, CancellationToken cancellationToken) =>
            real.FreezeAsync(Heard(source), cancellationToken);

        public async Task DropAsync(CatalogEntry gone, CancellationToken cancellationToken)
        {
            await real.DropAsync(Heard(gone), cancellationToken);
            Dropped++;
        }

        private CatalogEntry Heard(CatalogEntry entry) =>
            entry.Server == Deaf ? throw new BindingRefusedException(BindingOutcome.DatabaseUnavailable) : entry;
    }
}
