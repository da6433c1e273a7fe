using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>A customer to choose.</summary>
public sealed record CustomerChoice
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
}

/// <summary>The customers whose names hold what was typed, a handful at a time.</summary>
public sealed class CustomerLookupQuery(TenantScope scope, CompanyDatabase database)
{
    private const int Most = 10;
    private const string LookupSql = @"SELECT a.Id, a.Name FROM Accounts a WHERE a.Name LIKE @Text ESCAPE '\' ORDER BY a.Name, a.Id ";

    /// <summary>Looks them up. Who may see every invoice sees every customer's name there too.</summary>
    public async Task<Result<IReadOnlyList<CustomerChoice>>> Run(string? text, CancellationToken cancellationToken)
    {
        if (scope.Context.ScopeOf(Permissions.Invoices.Read) != Scope.All)
        {
            return new PermissionDenied(Permissions.Invoices.Read.Name);
        }

        var parameters = new
        {
            Text = LikePattern.Containing(text ?? ""),
            Skip = 0,
            Take = Most,
        };
        return await database.ReadAsync<Result<IReadOnlyList<CustomerChoice>>>(
            async (connection, token) =>
                (
                    await connection.QueryAsync<CustomerChoice>(
                        new CommandDefinition(LookupSql + database.Dialect.Page, parameters, cancellationToken: token)
                    )
                ).AsList(),
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [LookupSql + dialect.Page];
}
