using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Plans;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Memberships;

/// <summary>How many members a company's plan includes. Asked in the transaction that adds one, whose turn to write is the only one.</summary>
internal static class MemberQuota
{
    /// <summary>Whether there is room to invite one more: members and open invitations together.</summary>
    internal static async Task<MembersQuotaReached?> ForInvitationAsync(
        ControlPlaneContext context,
        CompanyId company,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var invited = await context.Invitations.CountAsync(
            row => row.CompanyId == company && row.AcceptedAt == null && row.RevokedAt == null && row.ExpiresAt > now,
            cancellationToken
        );
        return Check(await UseAsync(context, company, cancellationToken), invited);
    }

    /// <summary>Whether there is room for one more to join: invitations that nobody took keep nobody out.</summary>
    internal static async Task<MembersQuotaReached?> ForJoiningAsync(
        ControlPlaneContext context,
        CompanyId company,
        CancellationToken cancellationToken
    ) => Check(await UseAsync(context, company, cancellationToken), invited: 0);

    internal static async Task<QuotaUse> UseAsync(ControlPlaneContext context, CompanyId company, CancellationToken cancellationToken)
    {
        var plan = await context.Companies.Where(row => row.Id == company).Select(row => row.Plan).SingleAsync(cancellationToken);
        var members = await context.Memberships.CountAsync(row => row.CompanyId == company, cancellationToken);
        return new QuotaUse(UsageResource.Members, members, PlanQuotas.Of(plan).Members);
    }

    private static MembersQuotaReached? Check(QuotaUse use, int invited) =>
        use.Used + invited < use.Quota ? null : new MembersQuotaReached((int)use.Quota);
}
