using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>The two runtime logins of a company on a SQL Server, as its administrator sees them.</summary>
internal sealed class SqlServerLogins(SqlServerConnectionFactory factory, SqlServerMaking making, SqlServerOptions options) : ICompanyLogins
{
    /// <summary>The session ended by itself before it was ended.</summary>
    private const int NoSuchSession = 6106;

    public bool Supported => true;

    public string NewPassword() => SqlServerPassword.New();

    public Task SetPasswordAndEnableAsync(CatalogEntry company, LoginSlot slot, string password, CancellationToken cancellationToken) =>
        SetAsync(company, slot, password, enabled: true, cancellationToken);

    public Task DisableAsync(CatalogEntry company, LoginSlot slot, CancellationToken cancellationToken) =>
        SetAsync(company, slot, NewPassword(), enabled: false, cancellationToken);

    public async Task<int> CountSessionsAsync(CatalogEntry company, LoginSlot slot, CancellationToken cancellationToken)
    {
        await using var administrator = await OpenAsync(company, cancellationToken);
        return (await SessionsAsync(administrator, NameOf(company, slot), cancellationToken)).Count;
    }

    public async Task<int> EndSessionsAsync(CatalogEntry company, LoginSlot slot, CancellationToken cancellationToken)
    {
        await using var administrator = await OpenAsync(company, cancellationToken);
        var sessions = await SessionsAsync(administrator, NameOf(company, slot), cancellationToken);
        foreach (var session in sessions)
        {
            await using var command = administrator.CreateCommand();
            command.CommandText = SqlServerStatements.Kill(session);
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (SqlException exception) when (exception.Number == NoSuchSession)
            {
                // What was to be reached.
            }
        }

        return sessions.Count;
    }

    public async Task<bool> CanSignInAsync(CatalogEntry company, LoginSlot slot, string password, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await factory.OpenLoginAsync(
                company.Server,
                company.Database,
                NameOf(company, slot),
                password,
                cancellationToken
            );
            return true;
        }
        catch (SqlException exception) when (exception.Number is SqlServerErrors.LoginFailed or 18470 or 18486 or 18487 or 18488)
        {
            // The server looked at the login and refused it. Anything else says nothing about the login.
            return false;
        }
    }

    public void ClearIdle(CatalogEntry company, LoginSlot slot) => factory.Forget(company.Id, slot);

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [SqlServerStatements.SessionsOfLogin, SqlServerStatements.Kill(51)];

    private async Task SetAsync(CatalogEntry company, LoginSlot slot, string password, bool enabled, CancellationToken cancellationToken)
    {
        await using var master = await making.OpenMasterAsync(company.Server, cancellationToken);
        await making.LoginAsync(master, NameOf(company, slot), password, enabled, cancellationToken);
    }

    private string NameOf(CatalogEntry company, LoginSlot slot) => options.RuntimeLogin(company.Id, slot);

    // In the company's own database: on Azure SQL each shows its own sessions only.
    private Task<SqlConnection> OpenAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        factory.OpenAdministratorAsync(company.Server, company.Database, cancellationToken);

    private static async Task<List<int>> SessionsAsync(SqlConnection administrator, string login, CancellationToken cancellationToken)
    {
        await using var command = administrator.CreateCommand();
        command.CommandText = SqlServerStatements.SessionsOfLogin;
        command.Parameters.AddWithValue("@name", login);
        List<int> sessions = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            sessions.Add(Convert.ToInt32(reader.GetValue(0), provider: null));
        }

        return sessions;
    }
}
