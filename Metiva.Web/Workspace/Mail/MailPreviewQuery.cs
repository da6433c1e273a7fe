using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Mail;

namespace Metiva.Web.Workspace.Mail;

/// <summary>The HTML of one mail, with <see cref="OutgoingMail.SecretMark"/> where a secret belongs.</summary>
public sealed class MailPreviewQuery(TenantScope scope, CompanyDatabase database)
{
    private const string HtmlSql = "SELECT m.Html FROM Mails m WHERE m.Id = @Id";

    /// <summary>Reads it. A mail of plain text only has none.</summary>
    public async Task<Result<string>> Run(Guid id, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Audit.Read) is { } denied)
        {
            return denied;
        }

        return await database.ReadAsync<Result<string>>(
            async (connection, token) =>
                await connection.QuerySingleOrDefaultAsync<string?>(
                    new CommandDefinition(HtmlSql, new { Id = id }, cancellationToken: token)
                )
                    is { } html
                    ? html
                    : new NotFound(),
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect _) => [HtmlSql];
}
