using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials.Rotation;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Credentials.Rotation;

/// <summary>Who may ask for a rotation, and what the schedule asks for.</summary>
public sealed class RotationRequestTests : IAsyncLifetime
{
    private RotationBench bench = null!;

    public async Task InitializeAsync() => bench = await RotationBench.StartAsync();

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task Only_the_agency_s_owner_and_admin_may_ask_or_look()
    {
        foreach (var company in new[] { bench.Tenancy.Agency, bench.A, bench.Tenancy.B })
        {
            foreach (var role in Enum.GetValues<Role>().Where(role => company != bench.Tenancy.Agency || role != Role.Client))
            {
                using var scope = bench.Tenancy.As(role, company);
                var look = await scope.Get<CompanyCredentials>().FindAsync(bench.A, default);
                var allowed = company == bench.Tenancy.Agency && role is Role.Owner or Role.Admin && company == bench.Tenancy.Agency;
                Assert.Equal((role, company, allowed), (role, company, look.Ok));
                if (!allowed)
                {
                    Assert.IsType<PermissionDenied>(look.Error);
                    Assert.IsType<PermissionDenied>((await scope.Get<RotateCredential>().Run(new(bench.A), default)).Error);
                }
            }
        }

        Assert.Null(await bench.PendingAsync(bench.A));
        Assert.Empty(await bench.Tenancy.AuditAsync(bench.A));
    }

    [Fact]
    public async Task Whoever_lost_the_role_meanwhile_is_refused()
    {
        using var scope = bench.Tenancy.As(Role.Admin, bench.Tenancy.Agency);
        await bench.Tenancy.WriteAsync(context =>
            context.Memberships.Single(row => row.PersonId == bench.Tenancy.Person(Role.Admin, bench.Tenancy.Agency).Id).Roles = RoleSet.Of(
                Role.Finance
            )
        );
        await Assert.ThrowsAnyAsync<Exception>(() => scope.Get<RotateCredential>().Run(new(bench.A), default));
        Assert.Null(await bench.PendingAsync(bench.A));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_leaves_no_record()
    {
        using var scope = bench.Tenancy.As(Role.Owner, bench.Tenancy.Agency);
        var rotate = scope.Get<RotateCredential>();
        Assert.IsType<NotFound>((await rotate.Run(new(new CompanyId(Guid.NewGuid())), default)).Error);
        Assert.True((await rotate.Run(new(bench.A), default)).Ok);
        Assert.IsType<RotationUnderWay>((await rotate.Run(new(bench.A), default)).Error);
        Assert.Single(await bench.Tenancy.AuditAsync(bench.A));
        await bench.Tenancy.WriteAsync(context => context.Companies.Single(row => row.Id == bench.Tenancy.B).State = CompanyState.Closing);
        Assert.IsType<CompanyNotSettled>((await rotate.Run(new(bench.Tenancy.B), default)).Error);
        Assert.Empty(await bench.Tenancy.AuditAsync(bench.Tenancy.B));
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_is_heard_and_the_audit_says_so_of_the_others()
    {
        // Nobody gets into the registry before all of them stand in the audit.
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registry = bench
            .Get<ControlPlaneDatabase>()
            .WriteAsync<bool>(
                async (_, _) =>
                {
                    await all.Task;
                    return true;
                },
                default
            );
        var asking = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(async () =>
                {
                    using var scope = bench.Tenancy.As(Role.Owner, bench.Tenancy.Agency);
                    return await scope.Get<RotateCredential>().Run(new(bench.A), default);
                })
            )
            .ToList();
        await Eventually.TrueAsync(async () => (await bench.Tenancy.AuditAsync(bench.A)).Count == 4, TimeSpan.FromSeconds(30));
        all.SetResult();
        Assert.True((await registry).Ok);
        var answers = await Task.WhenAll(asking);
        Assert.Single(answers, answer => answer.Ok);
        Assert.All(answers.Where(answer => !answer.Ok), answer => Assert.IsType<RotationUnderWay>(answer.Error));
        Assert.Equal(
            ["credentials.rotate", "credentials.rotate.not-carried-out"],
            (await bench.Tenancy.AuditAsync(bench.A)).Select(line => line.Split(' ')[0]).Distinct(StringComparer.Ordinal)
        );
        Assert.Equal(7, (await bench.Tenancy.AuditAsync(bench.A)).Count);
    }

    [Fact]
    public async Task Without_the_company_s_audit_nothing_is_asked_for()
    {
        Directory.Delete(Path.GetDirectoryName(bench.Tenancy.FileOf(bench.Tenancy.B))!, recursive: true);
        using var scope = bench.Tenancy.As(Role.Owner, bench.Tenancy.Agency);
        Assert.IsType<AuditUnavailable>((await scope.Get<RotateCredential>().Run(new(bench.Tenancy.B), default)).Error);
        Assert.Null(await bench.PendingAsync(bench.Tenancy.B));
    }

    [Fact]
    public async Task On_an_engine_without_logins_it_is_refused_and_said()
    {
        await using var embedded = await TenancyBench.StartAsync(onSqlServer: false);
        using var scope = embedded.As(Role.Owner, embedded.Agency);
        Assert.IsType<NoLogins>((await scope.Get<RotateCredential>().Run(new(embedded.A), default)).Error);
        Assert.Equal(
            new CredentialStanding(false, null, null),
            (await scope.Get<CompanyCredentials>().FindAsync(embedded.A, default)).Value
        );
        Assert.Empty(await embedded.AuditAsync(embedded.A));
    }

    [Fact]
    public async Task Credentials_that_are_too_old_are_replaced_by_themselves_and_others_are_left_alone()
    {
        var now = TimeProvider.System.GetUtcNow();
        await bench.Tenancy.WriteAsync(context =>
        {
            context.Companies.Single(row => row.Id == bench.A).CredentialAt = now.AddDays(-31);
            context.Companies.Single(row => row.Id == bench.Tenancy.B).CredentialAt = now.AddDays(-29);
        });
        var directory = bench.Tenancy.DataDirectory;
        await using (
            var never = await RotationBench.StartAsync(
                directory,
                bench.Logins,
                new() { ["Tenancy:CredentialCheckInterval"] = "00:00:00.050" }
            )
        )
        {
            using var scope = never.Tenancy.As(Role.Owner, never.Tenancy.Agency);
            Assert.Null((await scope.Get<CompanyCredentials>().FindAsync(bench.A, default)).Value.UnderWay);
        }

        await using var second = await RotationBench.StartAsync(
            directory,
            bench.Logins,
            new()
            {
                ["Tenancy:CredentialMaxAge"] = "30.00:00:00",
                ["Tenancy:CredentialCheckInterval"] = "00:00:00.050",
                ["Tenancy:MaxSnapshotAgeForReadsMilliseconds"] = "500",
            }
        );
        await Eventually.TrueAsync(
            async () => (await second.Tenancy.AuditAsync(bench.A)).Count == 2 && await second.PendingAsync(bench.A) is null,
            TimeSpan.FromSeconds(30)
        );
        Assert.Contains("login B", await second.StateAsync(bench.A), StringComparison.Ordinal);
        Assert.True(await second.IsServedAsync(bench.A));
        Assert.Empty(await second.Tenancy.AuditAsync(bench.Tenancy.B));
        var asked = await second.Tenancy.ReadAsync(context =>
            context.ControlAudit.Where(row => row.CompanyId == bench.A && row.Action == "credentials.rotated").SingleAsync()
        );
        Assert.Equal(("Metiva", (Metiva.Domain.Memberships.PersonId?)null), (asked.PersonName, asked.PersonId));
    }
}
