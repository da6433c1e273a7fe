using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Domain.Servers;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Credentials.Rotation;
using Metiva.Tenancy.Features;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Lifecycle.Moves;
using Metiva.Tenancy.Usage;
using Metiva.Tests.Lifecycle.Moves;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Lifecycle.Erasure;

/// <summary>A company that is closing is only taken away: nothing works on it, and nothing brings a part of it back.</summary>
public sealed class ClosingCompanyTests : IAsyncLifetime
{
    private TenancyBench bench = null!;
    private string dieAfter = "closing";

    public async Task InitializeAsync()
    {
        bench = await ErasureBench.StartAsync(step => step == dieAfter ? throw new OperationCanceledException(step) : Task.CompletedTask);
        await bench.UploadAsync(bench.A, "van A");
        await bench.SuspendAsync(bench.A);
    }

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task No_command_of_the_agency_is_carried_out_on_it()
    {
        await StopAfterAsync("closing");
        using var agency = bench.As(Owner, bench.Agency);
        Assert.IsType<CompanyNotSuspended>((await agency.Get<ResumeCompany>().Run(new(bench.A, "Toch"), default)).Error);
        Assert.IsType<CompanyNotActive>((await agency.Get<SuspendCompany>().Run(new(bench.A, "Toch"), default)).Error);
        var plan = await agency.Get<ChangePlan>().Run(new(bench.A, Plan.Standard, Plan.Plus), default);
        Assert.IsType<Metiva.Tenancy.Lifecycle.CompanyNotSettled>(plan.Error);
        Assert.IsType<MoveNeedsActive>(
            (await agency.Get<MoveCompany>().Run(new(bench.A, "elders", "Ruimte", RegionDecision.None), default)).Error
        );
        var switched = await agency.Get<SetFeature>().Run(new(bench.A, "audit.export", null, false), default);
        Assert.IsType<Metiva.Tenancy.Lifecycle.CompanyNotSettled>(switched.Error);
        var rotated = (await agency.Get<RotateCredential>().Run(new(bench.A), default)).Error;
        Assert.True(rotated is NoLogins or Metiva.Tenancy.Credentials.Rotation.CompanyNotSettled, rotated?.Code);
        var made = new NewCompany(bench.A, ErasureBench.NameOfA, CompanyKind.Client, "bench");
        var again = await bench
            .Services.GetRequiredService<CompanyOperations>()
            .AddAsync(made, new("https://issuer.example/v2.0", "iemand", "Iemand"), default);
        Assert.IsType<Metiva.Tenancy.Lifecycle.CompanyNotSettled>(again.Error);
        Assert.Equal(CompanyState.Closing, (await bench.RowAsync(bench.A))!.State);
    }

    [Fact]
    public async Task Its_audit_takes_nothing_more_and_its_files_get_no_new_key()
    {
        await StopAfterAsync("files");
        var audit = bench.Services.GetRequiredService<CompanyAuditWriter>();
        var refused = await Assert.ThrowsAsync<BindingRefusedException>(() =>
            audit.InTurnAsync(bench.EntryOf(bench.A), (_, _) => Task.FromResult(true), default)
        );
        Assert.Equal(BindingOutcome.CompanyClosing, refused.Outcome);
        var stores = bench.Services.GetRequiredService<CompanyFileStores>();
        refused = await Assert.ThrowsAsync<BindingRefusedException>(() => stores.OpenAsync(bench.A, default));
        Assert.Equal(BindingOutcome.CompanyClosing, refused.Outcome);
        await GoOnAsync();
        refused = await Assert.ThrowsAsync<BindingRefusedException>(() => stores.OpenAsync(bench.A, default));
        Assert.Equal(BindingOutcome.CompanyUnknown, refused.Outcome);
        Assert.Null(await bench.Services.GetRequiredService<ICredentialVault>().ReadAsync(SecretName.CompanyFiles(bench.A), default));
        Assert.False(Directory.Exists(bench.FilesOf(bench.A)));
    }

    [Fact]
    public async Task Its_key_is_let_go_of_by_a_node_that_only_hears_of_it()
    {
        await using var second = await TenancyBench.StartAsync(dataDirectory: bench.DataDirectory);
        var store = (await second.Services.GetRequiredService<CompanyFileStores>().FindAsync(bench.A, default))!;
        var hash = new string('a', 64);
        Assert.NotEmpty(store.NameOf(hash));
        await StopAfterAsync("closing");
        await Eventually.TrueAsync(() => IsGone(() => store.NameOf(hash)), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Background_work_and_anchoring_leave_it_alone_and_bring_nothing_back()
    {
        var database = bench.EntryOf(bench.A).Database;
        var anchors = bench.Services.GetRequiredService<AuditAnchors>();
        var entry = bench.EntryOf(bench.A);
        var meter = bench.Services.GetRequiredService<UsageMeter>();
        await bench.Services.GetRequiredService<UsageFlush>().RunAsync(default);

        // Looked at before it closed, written down afterwards, as a node does that was slow.
        meter.Count(bench.A, UsageResource.ApiCalls);
        meter.SetStorage(bench.A, 5);
        meter.Count(bench.B, UsageResource.ApiCalls);
        bench.Services.GetRequiredService<GrownLogs>().Note(bench.A, bench.B);
        await StopAfterAsync("closing");
        await bench.Services.GetRequiredService<AuditSignature>().EnsureAsync(default);
        Assert.Empty((await anchors.MoveForwardAsync([entry], default)).Failed);
        Assert.Equal(0, (await bench.RegistryOfAsync(bench.A))["AuditHeads"]);
        await StopAfterAsync("secrets");
        await WorkAsync();
        await GoOnAsync();
        await bench.AssertGoneAsync(bench.A, database);
        bench.Services.GetRequiredService<GrownLogs>().Note(bench.A);
        meter.Count(bench.A, UsageResource.ApiCalls);
        await WorkAsync();
        await bench.AssertGoneAsync(bench.A, database);
        var counted = (await bench.RegistryOfAsync(bench.B))["UsageCounters"];
        Assert.True(counted > 0);

        async Task WorkAsync()
        {
            await bench.Services.GetRequiredService<AuditLogs>().AnchorAsync(default);
            await bench.Services.GetRequiredService<UsageFlush>().RunAsync(default);
            await bench.Services.GetRequiredService<UsageWarnings>().TellAsync(default);
            await bench.Services.GetRequiredService<WorkSweep>().TryRunAsync(default);
            await bench.Services.GetServices<IHostedService>().OfType<WorkDispatcher>().Single().TakeTurnAsync(bench.A, default);
        }
    }

    private async Task StopAfterAsync(string step)
    {
        dieAfter = step;
        await Assert.ThrowsAsync<OperationCanceledException>(() => bench.EraseAsync(bench.A));
    }

    private async Task GoOnAsync()
    {
        dieAfter = "";
        Assert.True((await bench.EraseAsync(bench.A)).Ok);
    }

    private static bool IsGone(Func<string> use)
    {
        try
        {
            use();
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
