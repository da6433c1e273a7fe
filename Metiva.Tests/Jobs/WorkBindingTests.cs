using System.Reflection;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Binding;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Binder = Metiva.Tenancy.Binding.Binder;

namespace Metiva.Tests.Jobs;

/// <summary>Metiva itself at work is bound to a company as strictly as a person is, and nobody else can be bound so.</summary>
public sealed class WorkBindingTests(TenancyBench bench) : IClassFixture<TenancyBench>
{
    private Binder Binder => bench.Services.GetRequiredService<Binder>();

    [Fact]
    public void It_has_no_person_no_session_no_role_and_only_what_it_names()
    {
        var tenant = Binder.BindWork(bench.A, [Permissions.Invoices.Read]).Context!;
        Assert.True(tenant.IsWork);
        Assert.Equal(bench.A, tenant.CompanyId);
        Assert.Null(tenant.PersonOrNull);
        Assert.Throws<InvalidOperationException>(() => tenant.PersonId);
        Assert.Throws<InvalidOperationException>(() => tenant.SessionId);
        Assert.Equal(RoleSet.None, tenant.Roles);
        Assert.False(tenant.IsStaff || tenant.IsPortal || tenant.ViewAsClient);
        Assert.Equal([Permissions.Invoices.Read], tenant.Grants.Grants().Select(grant => grant.Permission));
        Assert.NotNull(tenant.Lacks(Permissions.Invoices.Edit));
        Assert.Equal(BindingOutcome.Bound, tenant.Recheck(AccessKind.Command));
    }

    [Fact]
    public async Task It_ends_when_its_company_is_suspended()
    {
        var tenant = Binder.BindWork(bench.B, []).Context!;
        using var agency = bench.As(Role.Owner, bench.Agency);
        await agency.Get<SuspendCompany>().Run(new(bench.B, "Rekening niet betaald"), CancellationToken.None);
        Assert.Equal(BindingOutcome.CompanySuspended, tenant.Recheck(AccessKind.Read));
        Assert.Equal(BindingOutcome.CompanySuspended, Binder.BindWork(bench.B, []).Outcome);
        await agency.Get<ResumeCompany>().Run(new(bench.B, "Betaald"), CancellationToken.None);
        Assert.Equal(BindingOutcome.Bound, tenant.Recheck(AccessKind.Read));
    }

    [Fact]
    public void A_company_that_nobody_knows_is_not_bound() =>
        Assert.Equal(BindingOutcome.CompanyUnknown, Binder.BindWork(new CompanyId(Guid.NewGuid()), []).Outcome);

    [Fact]
    public async Task A_database_without_an_outbox_has_no_work()
    {
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).SchemaVersion = SchemaVersions.WithWork - 1);
        Assert.Equal(BindingOutcome.SchemaOutOfRange, Binder.BindWork(bench.A, []).Outcome);
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).SchemaVersion = SchemaVersions.Newest);
    }

    [Fact]
    public void A_registry_that_does_not_answer_binds_nobody()
    {
        var world = new BindingWorld();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(BindingOutcome.ControlPlaneUnavailable, world.Binder.BindWork(new CompanyId(Guid.NewGuid()), []).Outcome);
    }

    [Fact]
    public void Nothing_that_the_web_can_call_makes_such_a_context()
    {
        Assert.Empty(typeof(TenantContext).GetConstructors());
        var makers =
            from type in typeof(Binder).Assembly.GetExportedTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where !method.IsSpecialName && (method.ReturnType == typeof(BindingResult) || method.ReturnType == typeof(TenantContext))
            select $"{type.Name}.{method.Name}";
        Assert.Equal(["Binder.Bind"], makers);
        Assert.DoesNotContain(
            typeof(Binder).Assembly.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>(),
            friend => friend.AssemblyName.Contains("Web", StringComparison.Ordinal)
        );
    }
}
