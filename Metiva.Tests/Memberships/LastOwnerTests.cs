using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Memberships;

public sealed class LastOwnerTests
{
    private const int Owners = 50;

    [Fact]
    public async Task Fifty_removals_at_once_leave_the_last_owner_and_an_audit_that_says_which_were_not_carried_out()
    {
        await using var bench = await TenancyBench.StartAsync(settings: new(StringComparer.Ordinal) { ["Tenancy:WriteWait"] = "00:02:00" });
        var people = new List<BenchPerson> { bench.Person(Owner, bench.A) };
        for (var number = 1; number < Owners; number++)
        {
            people.Add(await bench.AddPersonAsync($"Owner {number}", bench.A, Owner));
        }

        // Everybody passes the first check before anybody is carried out: the second one has to hold.
        var changes = bench.Services.GetRequiredService<MembershipChanges>();
        var everybody = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registered = 0;
        changes.AfterStep = step =>
        {
            if (step != "registered")
            {
                return Task.CompletedTask;
            }

            if (Interlocked.Increment(ref registered) == Owners)
            {
                everybody.SetResult();
            }

            return everybody.Task;
        };
        var scopes = people.ConvertAll(person => bench.As(person));
        var results = await Task.WhenAll(
            people.Select(
                (person, index) => Task.Run(() => scopes[index].Get<RemoveMember>().Run(new(person.Id, RoleSet.Of(Owner)), default))
            )
        );
        scopes.ForEach(scope => scope.Dispose());

        Assert.Equal(Owners - 1, results.Count(result => result.Ok));
        Assert.IsType<LastOwner>(Assert.Single(results, result => !result.Ok).Error);
        var left = await bench.ReadAsync(context =>
            context.Memberships.Where(row => row.CompanyId == bench.A).Select(row => row.Roles).ToListAsync()
        );
        Assert.Single(left, roles => roles.Has(Owner));
        Assert.Equal(0, await bench.PendingAsync());

        var audit = await bench.AuditAsync(bench.A);
        Assert.Equal(Owners, audit.Count(line => line.StartsWith("members.remove ", StringComparison.Ordinal)));
        Assert.Single(audit, line => line.StartsWith("members.remove.not-carried-out ", StringComparison.Ordinal));
    }
}
