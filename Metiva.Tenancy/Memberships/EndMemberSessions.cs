using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Binding;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Memberships;

/// <summary>Signs a member out of the bound company everywhere. What they do at other companies goes on.</summary>
public sealed class EndMemberSessions(TenantScope scope, AuditedRegistryWrite registry, TimeProvider time)
{
    /// <summary>Whose sessions.</summary>
    public sealed record Command(PersonId Person);

    /// <summary>Does it. The value is how many sessions there were.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<int>> Run(Command command, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Sessions.Delete) is { } denied)
        {
            return denied;
        }

        tenant.Demand(AccessKind.Command);
        return await registry.RunAsync<int>(
            async (context, token) =>
            {
                var by = new Standing(tenant.PersonId, await Registry.RolesAsync(context, tenant.CompanyId, tenant.PersonId, token));
                var member = new Standing(command.Person, await Registry.RolesAsync(context, tenant.CompanyId, command.Person, token));
                if (MembershipRules.EndSessions(tenant.CompanyKind, by, member) is { } refused)
                {
                    return refused;
                }

                var name = await context.People.Where(row => row.Id == command.Person).Select(row => row.Name).SingleAsync(token);
                var who = Personal.Of(command.Person, name);
                var sessions = await Registry.SessionsAsync(context, tenant.CompanyId, command.Person, token);
                return new RegistryPlan<int>(
                    sessions.Count,
                    new AuditLine(
                        "members.end-sessions",
                        "Member",
                        command.Person.ToString(),
                        $"Ended the sessions of {who} here.",
                        new { member = who }
                    ),
                    () => sessions.ForEach(session => session.End(time.GetUtcNow(), "ended-by-admin"))
                );
            },
            cancellationToken
        );
    }
}
