using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Lifecycle;

public sealed class CompanyStateTests : IAsyncLifetime
{
    private TenancyBench bench = null!;

    public static TheoryData<Role> RolesWithoutControl => [AccountManager, Sales, Delivery, Marketing, Finance];

    public async Task InitializeAsync() => bench = await TenancyBench.StartAsync();

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task A_suspended_company_is_refused_at_once_and_served_again_after_resuming()
    {
        using var live = bench.As(Sales, bench.A);
        using var other = bench.As(Sales, bench.B);
        using var agency = bench.As(Admin, bench.Agency);
        Assert.True((await agency.Get<SuspendCompany>().Run(new(bench.A, " Rekening niet betaald "), default)).Ok);

        Assert.Equal(BindingOutcome.CompanySuspended, live.Tenant.Recheck(AccessKind.Read));
        Assert.Equal(BindingOutcome.Bound, other.Tenant.Recheck(AccessKind.Command));
        Assert.Equal(BindingOutcome.CompanySuspended, Assert.Throws<BindingRefusedException>(() => bench.As(Owner, bench.A)).Outcome);
        Assert.Equal(["companies.suspend Suspended by the agency: Rekening niet betaald"], await bench.AuditAsync(bench.A));
        Assert.Empty(await bench.AuditAsync(bench.B));
        var entry = Assert.Single((await agency.Get<CompanyRegistry>().AuditAsync(bench.A, 0, 50, default)).Value.Rows, Suspension);
        Assert.Equal("Admin of Bureau Bench", entry.PersonName);

        Assert.True((await agency.Get<ResumeCompany>().Run(new(bench.A, "Betaald"), default)).Ok);
        Assert.Equal(BindingOutcome.Bound, live.Tenant.Recheck(AccessKind.Command));
        Assert.Equal(2, (await bench.AuditAsync(bench.A)).Count);
    }

    [Fact]
    public async Task Another_process_knows_within_two_seconds()
    {
        await using var second = await TenancyBench.StartAsync(dataDirectory: bench.DataDirectory);
        using var live = second.As(Sales, second.A);
        using var agency = bench.As(Owner, bench.Agency);
        Assert.True((await agency.Get<SuspendCompany>().Run(new(bench.A, "Onderzoek"), default)).Ok);
        await Eventually.TrueAsync(() => live.Tenant.Recheck(AccessKind.Read) == BindingOutcome.CompanySuspended, TimeSpan.FromSeconds(2));
    }

    [Theory]
    [MemberData(nameof(RolesWithoutControl))]
    public async Task Others_at_the_agency_cannot(Role role)
    {
        using var scope = bench.As(role, bench.Agency);
        await RefusedAsync(scope);
    }

    [Fact]
    public async Task Nobody_at_a_client_company_can()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            using var scope = bench.As(role, bench.B);
            await RefusedAsync(scope);
        }
    }

    [Fact]
    public async Task Without_its_database_a_company_cannot_be_suspended_and_that_is_said()
    {
        await bench.LoseDatabaseAsync(bench.B);
        using var agency = bench.As(Owner, bench.Agency);
        var error = (await agency.Get<SuspendCompany>().Run(new(bench.B, "Weg"), default)).Error;
        Assert.Equal(BindingOutcome.DatabaseUnavailable, Assert.IsType<AuditUnavailable>(error).Outcome);
        Assert.Equal(CompanyState.Active, (await agency.Get<CompanyRegistry>().FindAsync(bench.B, default)).Value.Summary.State);
        Assert.Equal(0, await bench.PendingAsync());
        Assert.DoesNotContain((await agency.Get<CompanyRegistry>().AuditAsync(bench.B, 0, 50, default)).Value.Rows, Suspension);

        // The others are not held up by it.
        Assert.True((await agency.Get<SuspendCompany>().Run(new(bench.A, "Wel"), default)).Ok);
    }

    [Fact]
    public async Task When_the_audit_takes_no_record_nothing_changes()
    {
        await bench.FillAuditAsync(bench.A);
        using var agency = bench.As(Owner, bench.Agency);
        await Assert.ThrowsAnyAsync<Exception>(() => agency.Get<SuspendCompany>().Run(new(bench.A, "Vol"), default));
        using var owner = bench.As(Owner, bench.A);
        var sales = bench.Person(Sales, bench.A).Id;
        await Assert.ThrowsAnyAsync<Exception>(() =>
            owner.Get<Metiva.Tenancy.Memberships.RemoveMember>().Run(new(sales, RoleSet.Of(Sales)), default)
        );
        Assert.Equal(CompanyState.Active, (await agency.Get<CompanyRegistry>().FindAsync(bench.A, default)).Value.Summary.State);
        Assert.Equal(RoleSet.Of(Sales), await bench.RolesAsync(bench.A, sales));
        Assert.Equal(0, await bench.PendingAsync());
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        using var agency = bench.As(Owner, bench.Agency);
        var suspend = agency.Get<SuspendCompany>();
        Assert.IsType<AgencyCannotBeSuspended>((await suspend.Run(new(bench.Agency, "Nee"), default)).Error);
        Assert.IsType<NotFound>((await suspend.Run(new(new CompanyId(Guid.NewGuid()), "Nee"), default)).Error);
        Assert.IsType<InvalidField>((await suspend.Run(new(bench.A, "  "), default)).Error);
        Assert.IsType<InvalidField>((await suspend.Run(new(bench.A, null), default)).Error);
        Assert.IsType<InvalidField>((await suspend.Run(new(bench.A, new string('x', 401)), default)).Error);
        Assert.IsType<CompanyNotSuspended>((await agency.Get<ResumeCompany>().Run(new(bench.A, "Nee"), default)).Error);
        Assert.Null((await suspend.Run(new(bench.A, new string('x', 400)), default)).Error);
        Assert.IsType<CompanyNotActive>((await suspend.Run(new(bench.A, "Nog eens"), default)).Error);
    }

    private async Task RefusedAsync(BenchScope scope)
    {
        Assert.IsType<PermissionDenied>((await scope.Get<SuspendCompany>().Run(new(bench.A, "Nee"), default)).Error);
        Assert.IsType<PermissionDenied>((await scope.Get<ResumeCompany>().Run(new(bench.A, "Nee"), default)).Error);
        Assert.IsType<PermissionDenied>((await scope.Get<CompanyRegistry>().ListAsync(new CompanyFilter(), default)).Error);
        Assert.IsType<PermissionDenied>((await scope.Get<CompanyRegistry>().FindAsync(bench.A, default)).Error);
        Assert.IsType<PermissionDenied>((await scope.Get<CompanyRegistry>().MembersAsync(bench.A, new(), default)).Error);
        Assert.IsType<PermissionDenied>((await scope.Get<CompanyRegistry>().AuditAsync(bench.A, 0, 10, default)).Error);
    }

    private static bool Suspension(ControlAuditEntry entry) => entry.Action == "companies.suspend";
}
