using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Features;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Portal.Projects;

/// <summary>One project with its milestones. One that was not shown to the client and another company's are the same: not found.</summary>
public sealed class PortalProjectQuery(TenantScope scope, CompanyDatabase database, TimeProvider time)
{
    private const string HeaderSql =
        "SELECT p.Id, p.Name, p.State, p.Description, p.StartDate, p.DueDate FROM Projects p WHERE p.Id = @Id AND " + Published.Projects;
    private const string MilestonesSql =
        "SELECT m.Position, m.Name, m.DueDate, m.CompletedOn FROM Milestones m JOIN Projects p ON p.Id = m.ProjectId"
        + " WHERE m.ProjectId = @Id AND "
        + Published.Projects
        + " ORDER BY m.Position";

    /// <summary>Reads it.</summary>
    public async Task<Result<PortalProject>> Run(Guid id, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksInPortal(Permissions.Projects.Read) is { } denied)
        {
            return denied;
        }

        if (scope.Context.Misses(FeatureSwitches.PortalProjects) is { } off)
        {
            return off;
        }

        return await database.ReadAsync<Result<PortalProject>>(
            async (connection, token) =>
            {
                CommandDefinition Command(string text) => new(text, new { Id = id }, cancellationToken: token);

                if (await connection.QuerySingleOrDefaultAsync<PortalProjectHeader>(Command(HeaderSql)) is not { } header)
                {
                    return new NotFound();
                }

                var milestones = await connection.QueryAsync<PortalMilestone>(Command(MilestonesSql));
                return new PortalProject(header, milestones.AsList(), time.Today());
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [HeaderSql, MilestonesSql];
}
