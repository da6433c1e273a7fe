using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Features;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Portal.Contracts;

/// <summary>One contract with its text. A draft, a rejected one and another company's are the same: not found.</summary>
public sealed class PortalContractQuery(TenantScope scope, CompanyDatabase database)
{
    private const string Sql =
        "SELECT c.Id, c.Title, a.Name AS AccountName, c.State, c.Value, c.StartDate, c.EndDate, c.Body, c.PublishedAt,"
        + " c.SignedByName, c.SignedAt FROM Contracts c JOIN Accounts a ON a.Id = c.AccountId WHERE c.Id = @Id AND "
        + Published.Contracts;

    /// <summary>Reads it.</summary>
    public async Task<Result<PortalContract>> Run(Guid id, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksInPortal(Permissions.Contracts.Read) is { } denied)
        {
            return denied;
        }

        if (scope.Context.Misses(FeatureSwitches.PortalContracts) is { } off)
        {
            return off;
        }

        return await database.ReadAsync<Result<PortalContract>>(
            async (connection, token) =>
            {
                var command = new CommandDefinition(Sql, new { Id = id }, cancellationToken: token);
                return await connection.QuerySingleOrDefaultAsync<PortalContract>(command) is { } contract ? contract : new NotFound();
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [Sql];
}
