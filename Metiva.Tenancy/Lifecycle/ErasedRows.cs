using System.Linq.Expressions;
using Metiva.Domain.Companies;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>
/// What the registry forgets of a company that is erased: every row that names it, in every table but one. People stay, they may belong
/// elsewhere; and so does what agency staff did, which is the registry's own history.
/// </summary>
internal static class ErasedRows
{
    private static readonly Table[] Erased =
    [
        Of<MembershipRow>(id => row => row.CompanyId == id),
        Of<MembershipChangeRow>(id => row => row.CompanyId == id),
        Of<InvitationRow>(id => row => row.CompanyId == id),
        Of<SessionRow>(id => row => row.CompanyId == id),
        Of<CompanyChoiceRow>(id => row => row.CompanyId == id),
        Of<CompanyStateChangeRow>(id => row => row.CompanyId == id),
        Of<CompanyMoveRow>(id => row => row.CompanyId == id),
        Of<CredentialRotationRow>(id => row => row.CompanyId == id),
        Of<CompanyFeatureRow>(id => row => row.CompanyId == id),
        Of<UsageCounterRow>(id => row => row.CompanyId == id),
        Of<UsageWarningRow>(id => row => row.CompanyId == id),
        Of<AuditHeadRow>(id => row => row.CompanyId == id),
        Of<CompanyRow>(id => row => row.Id == id),
    ];

    /// <summary>The rows that are taken away.</summary>
    internal static IEnumerable<Type> Types => Erased.Select(table => table.Row);

    /// <summary>The rows that name a company and stay.</summary>
    internal static IEnumerable<Type> Kept => [typeof(ControlAuditRow)];

    /// <summary>Deletes them in the open transaction and announces what snapshots hold of them. Returns how many there were.</summary>
    internal static async Task<int> DeleteAsync(ControlPlaneContext context, CompanyId company, CancellationToken cancellationToken)
    {
        // Asked before they are gone.
        var keys = await KeysAsync(context, company, cancellationToken);
        var deleted = 0;
        foreach (var table in Erased)
        {
            deleted += await table.DeleteAsync(context, company, cancellationToken);
        }

        await context.AnnounceAsync(keys, cancellationToken);
        return deleted;
    }

    private static async Task<List<ChangeKey>> KeysAsync(
        ControlPlaneContext context,
        CompanyId company,
        CancellationToken cancellationToken
    )
    {
        var members = await context
            .Memberships.Where(row => row.CompanyId == company)
            .Select(row => row.PersonId)
            .ToListAsync(cancellationToken);
        var choosing = await context
            .CompanyChoices.Where(row => row.CompanyId == company)
            .Select(row => row.PersonId)
            .ToListAsync(cancellationToken);
        var sessions = await context
            .Sessions.Where(row => row.CompanyId == company && row.EndedAt == null)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        return
        [
            new ChangeKey(ChangeKind.Company, company.Value),
            .. members.Union(choosing).Select(person => new ChangeKey(ChangeKind.Person, person.Value)),
            .. sessions.Select(session => new ChangeKey(ChangeKind.Session, session.Value)),
        ];
    }

    private static Table Of<TRow>(Func<CompanyId, Expression<Func<TRow, bool>>> isOf)
        where TRow : class =>
        new(typeof(TRow), (context, company, token) => context.Set<TRow>().Where(isOf(company)).ExecuteDeleteAsync(token));

    private sealed record Table(Type Row, Func<ControlPlaneContext, CompanyId, CancellationToken, Task<int>> DeleteAsync);
}
