using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Metiva.Web.Portal.Contracts;
using Metiva.Web.Portal.Home;
using Metiva.Web.Portal.Invoices;
using Metiva.Web.Portal.Projects;
using Metiva.Web.Workspace.Invoices;
using Metiva.Web.Workspace.ViewAsClient;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Portal;

/// <summary>Staff who look at the portal as a client would: less than a client, never more than themselves, and nothing that acts.</summary>
public sealed class ViewAsClientTests(PortalBench bench) : IClassFixture<PortalBench>
{
    [Fact]
    public async Task Beginning_is_written_into_the_companys_own_audit()
    {
        var person = bench.Tenancy.Person(Role.AccountManager, bench.Tenancy.A);
        using var staff = bench.Tenancy.As(person);

        Assert.True((await staff.Get<StartViewAsClient>().Run(default)).Ok);

        var record = Assert.Single(await AuditAsync(bench.Tenancy.A, person));
        Assert.Equal((person.Name, person.Id.ToString()), (record.PersonName, record.EntityId));
        Assert.Empty(await AuditAsync(bench.Tenancy.B, person));
    }

    [Fact]
    public async Task A_client_cannot_begin_it()
    {
        using var client = bench.Tenancy.As(Role.Client, bench.Tenancy.A);

        Assert.Equal(new ViewIsForStaff(), (await client.Get<StartViewAsClient>().Run(default)).Error);
    }

    [Fact]
    public async Task Nobody_begins_it_twice_or_at_the_agency()
    {
        using var viewing = View(Role.Owner);
        using var agency = bench.Tenancy.As(Role.Owner, bench.Tenancy.Agency);

        Assert.Equal(new ViewIsForStaff(), (await viewing.Get<StartViewAsClient>().Run(default)).Error);
        Assert.Equal(new NoPortalHere(), (await agency.Get<StartViewAsClient>().Run(default)).Error);
    }

    [Fact]
    public async Task Without_its_audit_record_it_does_not_begin()
    {
        await using var broken = await TenancyBench.StartAsync();
        using var staff = broken.As(Role.Owner, broken.A);
        await broken.FillAuditAsync(broken.A);

        await Assert.ThrowsAnyAsync<Exception>(() => staff.Get<StartViewAsClient>().Run(default));
    }

    [Fact]
    public async Task Marketing_sees_no_invoices_and_no_contracts_since_it_may_see_none_itself()
    {
        using var marketing = View(Role.Marketing);

        var home = (await marketing.Get<PortalHomeQuery>().Run(default)).Value;

        Assert.Null(home.Money);
        Assert.Null(home.Contracts);
        var all = new PortalInvoiceRequest(PortalInvoiceFilter.All, PortalInvoiceSort.Date, Descending: true, 1, 25);
        Assert.IsType<PermissionDenied>((await marketing.Get<PortalInvoiceListQuery>().Run(all, default)).Error);
        Assert.IsType<PermissionDenied>((await marketing.Get<PortalInvoiceQuery>().Run(bench.A.Late.Id, default)).Error);
        Assert.IsType<PermissionDenied>((await marketing.Get<PortalContractQuery>().Run(bench.A.Pending.Id, default)).Error);
    }

    [Theory]
    [InlineData(Role.Owner)]
    [InlineData(Role.Admin)]
    [InlineData(Role.AccountManager)]
    [InlineData(Role.Sales)]
    [InlineData(Role.Delivery)]
    [InlineData(Role.Marketing)]
    [InlineData(Role.Finance)]
    public async Task It_shows_exactly_what_both_the_client_and_the_role_may_read(Role role)
    {
        using var viewer = View(role);
        var client = RoleRegistry.GrantsFor(RoleSet.Of(Role.Client), CompanyKind.Client);
        var own = RoleRegistry.GrantsFor(RoleSet.Of(role), CompanyKind.Client);

        Assert.All(
            Permissions.All.Where(viewer.Tenant.Allows),
            permission => Assert.True(client.Allows(permission) && own.Allows(permission) && permission.Act == Act.Read)
        );
        var home = (await viewer.Get<PortalHomeQuery>().Run(default)).Value;
        Assert.Equal(viewer.Tenant.Allows(Permissions.Payments.Read), home.Money is not null);
        Assert.Equal(viewer.Tenant.Allows(Permissions.Contracts.Read), home.Contracts is not null);
        Assert.Equal(viewer.Tenant.Allows(Permissions.Projects.Read), home.Projects is not null);
        var project = await viewer.Get<PortalProjectQuery>().Run(bench.A.Shown.Id, default);
        Assert.Equal(viewer.Tenant.Allows(Permissions.Projects.Read), project.Ok);
    }

    [Fact]
    public async Task No_command_runs_while_viewing()
    {
        using var viewer = View(Role.Owner);

        var written = await viewer
            .Get<CompanyDatabase>()
            .WriteAsync<bool>((_, _) => throw new InvalidOperationException("Must not run."), default);

        Assert.Equal(new ViewingAsClient(), written.Error);
        Assert.False(
            (await viewer.Get<IssueInvoice>().Run(new IssueInvoice.Command(bench.A.Reviewed.Id, bench.A.Reviewed.Version), default)).Ok
        );
        Assert.False((await viewer.Get<InvoiceQuery>().Run(bench.A.Draft.Id, default)).Ok);
    }

    private BenchScope View(Role role) => bench.Tenancy.As(bench.Tenancy.Person(role, bench.Tenancy.A), viewAsClient: true);

    private async Task<List<AuditRecord>> AuditAsync(CompanyId company, BenchPerson person)
    {
        using var owner = bench.Tenancy.As(Role.Owner, company);
        List<AuditRecord> found = [];
        await owner
            .Get<CompanyDatabase>()
            .WriteAsync<bool>(
                async (write, token) =>
                {
                    var stored = await write
                        .Data.AuditRecords.AsNoTracking()
                        .Where(record => record.Action == StartViewAsClient.Action && record.PersonId == person.Id)
                        .ToListAsync(token);
                    found = await write.Data.Database.GetDbConnection().ReadableAsync(stored);
                    return true;
                },
                default
            );
        return found;
    }
}
