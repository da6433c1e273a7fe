using Metiva.Domain.Access;
using Metiva.Domain.Companies;

namespace Metiva.Web.Workspace.Members;

/// <summary>The rows of the role table in which a role has the same letter.</summary>
public sealed record RoleSummary(char Letter, IReadOnlyList<string> Titles)
{
    private const string Strongest = "FEORP";

    /// <summary>What a role may do at a company of this kind, the most first; straight from the registry.</summary>
    public static IEnumerable<RoleSummary> Of(Role role, CompanyKind kind) =>
        Permissions
            .RoleTable.Where(row => row.Letter(role) != '-' && (!row.AgencyOnly || kind == CompanyKind.Agency))
            .GroupBy(row => row.Letter(role))
            .OrderBy(group => Strongest.IndexOf(group.Key, StringComparison.Ordinal))
            .Select(group => new RoleSummary(group.Key, [.. group.Select(row => row.Title)]));
}
