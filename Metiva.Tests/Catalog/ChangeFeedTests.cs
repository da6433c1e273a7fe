using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Catalog;

/// <summary>Two nodes on one control plane, and a control plane that goes away.</summary>
public sealed class ChangeFeedTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("metiva-feed-").FullName;
    private TenancyBench one = null!;
    private TenancyBench two = null!;

    public async Task InitializeAsync()
    {
        one = await TenancyBench.StartAsync(dataDirectory: directory);
        two = await TenancyBench.StartAsync(
            dataDirectory: directory,
            settings: new() { ["Tenancy:MaxSnapshotAgeForReadsMilliseconds"] = "1500" }
        );
    }

    public async Task DisposeAsync()
    {
        await two.DisposeAsync();
        await one.DisposeAsync();
        await SqlServerInstallation.DropAsync(directory);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_change_is_known_in_its_own_process_when_the_write_returns()
    {
        await one.WriteAsync(control => control.Memberships.Remove(Membership(control, Role.Sales)));

        Assert.Throws<BindingRefusedException>(() => one.As(Role.Sales, one.A));
    }

    [Fact]
    public async Task A_word_that_this_build_does_not_know_refuses_its_own_row_and_nobody_else()
    {
        var odd = one.Person(Role.Sales, one.A);
        await SetAsync($"UPDATE Memberships SET Roles = 'Sales,Wizard' WHERE PersonId = '{odd.Id}'", new(ChangeKind.Person, odd.Id.Value));
        await SetAsync($"UPDATE Companies SET State = 'Hibernating' WHERE Id = '{one.B}'", new(ChangeKind.Company, one.B.Value));

        Assert.Equal(BindingOutcome.NotAMember, Assert.Throws<BindingRefusedException>(() => one.As(odd)).Outcome);
        Assert.Equal(BindingOutcome.CompanyUnknown, Assert.Throws<BindingRefusedException>(() => one.As(Role.Owner, one.B)).Outcome);
        using var finance = one.As(Role.Finance, one.A);
        Assert.Equal(BindingOutcome.Bound, finance.Tenant.Recheck(AccessKind.Command));

        await SetAsync($"UPDATE Companies SET State = 'Active' WHERE Id = '{one.B}'", new(ChangeKind.Company, one.B.Value));
        using var back = one.As(Role.Owner, one.B);

        // A node that starts now reads all of it at once.
        await using var three = await TenancyBench.StartAsync(dataDirectory: directory);
        Assert.Throws<BindingRefusedException>(() => three.As(odd));
        using var other = three.As(Role.Finance, three.A);

        Task SetAsync(string sql, ChangeKey key) =>
            one
                .Services.GetRequiredService<ControlPlaneDatabase>()
                .WriteAsync<bool>(
                    async (control, token) =>
                    {
                        await control.Database.ExecuteSqlRawAsync(sql, token);
                        await control.AnnounceAsync([key], token);
                        return true;
                    },
                    CancellationToken.None
                );
    }

    [Fact]
    public async Task Removed_membership_changed_role_suspended_company_and_ended_session_reach_another_node_within_two_seconds()
    {
        using var sales = two.As(Role.Sales, two.A);
        using var finance = two.As(Role.Finance, two.A);
        using var owner = two.As(Role.Owner, two.A);
        using var other = two.As(Role.Owner, two.B);
        await one.WriteAsync(control =>
        {
            control.Memberships.Remove(Membership(control, Role.Sales));
            Membership(control, Role.Finance).Roles = RoleSet.Of(Role.Marketing);
            var session = one.Person(Role.Owner, one.A).Session;
            control.Sessions.Single(row => row.Id == session).EndedAt = TimeProvider.System.GetUtcNow();
            control.Companies.Single(row => row.Id == one.B).State = CompanyState.Suspended;
        });

        await Eventually.TrueAsync(
            () =>
                sales.Tenant.Recheck(AccessKind.Read) == BindingOutcome.NotAMember
                && finance.Tenant.Recheck(AccessKind.Read) == BindingOutcome.AccessChanged
                && owner.Tenant.Recheck(AccessKind.Read) == BindingOutcome.SessionEnded
                && other.Tenant.Recheck(AccessKind.Read) == BindingOutcome.CompanySuspended,
            TimeSpan.FromSeconds(2)
        );
    }

    [SqliteFact]
    public async Task A_control_plane_that_is_gone_refuses_and_heals_by_itself()
    {
        using var finance = two.As(Role.Finance, two.A);
        var file = Path.Combine(directory, "control-plane", "control.db");
        var aside = file + ".aside";
        File.Move(file, aside);

        await Eventually.TrueAsync(
            () => finance.Tenant.Recheck(AccessKind.Read) == BindingOutcome.ControlPlaneUnavailable,
            TimeSpan.FromSeconds(5)
        );
        Assert.Equal(
            BindingOutcome.ControlPlaneUnavailable,
            Assert.Throws<BindingRefusedException>(() => two.As(Role.Finance, two.A)).Outcome
        );
        Assert.NotEqual(0, two.Services.GetRequiredService<Snapshots>().Catalog.Count);

        File.Move(aside, file);
        await Eventually.TrueAsync(() => finance.Tenant.Recheck(AccessKind.Read) == BindingOutcome.Bound, TimeSpan.FromSeconds(5));
    }

    [SqliteFact]
    public async Task A_control_plane_whose_file_may_not_be_read_refuses()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var finance = two.As(Role.Finance, two.A);
        var file = Path.Combine(directory, "control-plane", "control.db");
        File.SetUnixFileMode(file, UnixFileMode.None);

        await Eventually.TrueAsync(
            () => finance.Tenant.Recheck(AccessKind.Read) == BindingOutcome.ControlPlaneUnavailable,
            TimeSpan.FromSeconds(5)
        );
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_node_that_missed_more_than_what_is_kept_reads_everything_again()
    {
        await one.WriteAsync(control => control.Memberships.Remove(Membership(control, Role.Sales)));
        await one.WriteAsync(control => control.Changes.ExecuteDelete());
        await one.WriteAsync(control => Membership(control, Role.Finance).Roles = RoleSet.Of(Role.Marketing));

        await Eventually.TrueAsync(
            () =>
                two.Services.GetRequiredService<Snapshots>().Memberships.Find(two.Person(Role.Finance, two.A).Id, two.A)?.Roles
                == RoleSet.Of(Role.Marketing),
            TimeSpan.FromSeconds(2)
        );
    }

    [Fact]
    public async Task Versions_have_no_gap_when_two_nodes_write_at_once()
    {
        await Task.WhenAll(
            Enumerable.Range(0, 40).Select(turn => (turn % 2 == 0 ? one : two).AddPersonAsync($"Person {turn}", one.A, Role.Delivery))
        );

        var versions = await one
            .Services.GetRequiredService<ControlPlaneDatabase>()
            .ReadAsync(
                (control, token) => control.Changes.OrderBy(row => row.Version).Select(row => row.Version).ToListAsync(token),
                CancellationToken.None
            );
        Assert.Equal(Enumerable.Range(1, versions.Count).Select(version => (long)version), versions);
        var feed = two.Services.GetRequiredService<ChangeFeed>();
        await feed.PollAsync(CancellationToken.None);
        Assert.Equal(versions[^1], feed.Version);
    }

    private MembershipRow Membership(ControlPlaneContext control, Role role)
    {
        var person = one.Person(role, one.A).Id;
        return control.Memberships.Single(row => row.PersonId == person && row.CompanyId == one.A);
    }
}
