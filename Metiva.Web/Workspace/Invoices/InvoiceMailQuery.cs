using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Mail;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>A mail with the invoice in it.</summary>
public sealed record InvoiceMailRow
{
    public Guid Id { get; init; }
    public string ToAddress { get; init; } = "";
    public MailState State { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A file that could go with the mail.</summary>
public sealed record MailableFile
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public long Size { get; init; }
}

/// <summary>To whom an invoice was mailed, and to whom and with what it could be.</summary>
/// <param name="Mails">The latest mails, the newest first.</param>
/// <param name="Addresses">The customer's addresses: the account's own and its contacts'.</param>
/// <param name="Files">The latest files, the newest first.</param>
public sealed record InvoiceMail(IReadOnlyList<InvoiceMailRow> Mails, IReadOnlyList<string> Addresses, IReadOnlyList<MailableFile> Files);

/// <summary>What the page of an invoice needs to mail it, for those who may.</summary>
public sealed class InvoiceMailQuery(TenantScope scope, CompanyDatabase database)
{
    private const int Most = 20;
    private const string MailsSql =
        "SELECT m.Id, m.ToAddress, m.State, m.CreatedAt FROM Mails m WHERE m.EntityType = 'Invoice' AND m.EntityId = @Id"
        + " ORDER BY m.CreatedAt DESC, m.Id DESC ";
    private const string AddressesSql =
        "SELECT a.Email FROM Accounts a JOIN Invoices i ON i.AccountId = a.Id WHERE i.Id = @Id AND a.Email IS NOT NULL"
        + " UNION SELECT c.Email FROM Contacts c JOIN Invoices i ON i.AccountId = c.AccountId WHERE i.Id = @Id AND c.Email IS NOT NULL"
        + " ORDER BY 1 ";
    private const string FilesSql = "SELECT f.Id, f.Name, f.Size FROM StoredFiles f WHERE f.RemovedAt IS NULL";
    private const string OwnSql = " AND f.CreatedBy = @Me";
    private const string FilesOrder = " ORDER BY f.CreatedAt DESC, f.Id DESC ";

    /// <summary>Reads it.</summary>
    public async Task<Result<InvoiceMail>> Run(Guid id, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Invoices.Issue) is { } denied)
        {
            return denied;
        }

        var reach = tenant.ScopeOf(Permissions.Files.Read);
        var parameters = new
        {
            Id = id,
            Me = tenant.PersonId.Value,
            Skip = 0L,
            Take = Most,
        };
        return await database.ReadAsync<Result<InvoiceMail>>(
            async (connection, token) =>
            {
                CommandDefinition Command(string text) => new(text, parameters, cancellationToken: token);

                var mails = await connection.QueryAsync<InvoiceMailRow>(Command(MailsSql + database.Dialect.Page));
                var addresses = await connection.QueryAsync<string>(Command(AddressesSql + database.Dialect.Page));
                var files =
                    reach <= Scope.Published
                        ? []
                        : await connection.QueryAsync<MailableFile>(
                            Command(FilesSql + (reach == Scope.All ? "" : OwnSql) + FilesOrder + database.Dialect.Page)
                        );
                return new InvoiceMail(mails.AsList(), addresses.AsList(), files.AsList());
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [
            MailsSql + dialect.Page,
            AddressesSql + dialect.Page,
            FilesSql + FilesOrder + dialect.Page,
            FilesSql + OwnSql + FilesOrder + dialect.Page,
        ];
}
