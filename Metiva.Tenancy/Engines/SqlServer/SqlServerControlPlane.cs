using Metiva.Tenancy.Credentials;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// Makes the control plane at the first start: its database, its two logins, its schema. A start that finds it complete needs no
/// administrator.
/// </summary>
internal sealed class SqlServerControlPlane(
    SqlServerConnectionFactory factory,
    SqlServerMaking making,
    SqlServerSchema schema,
    SqlServerOptions options,
    ICredentialVault vault
)
{
    private const string History = "__EFMigrationsHistory";
    private const string Audit = "ControlAudit";

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [
            SqlServerStatements.KeepFromWriting(History, SqlServerStatements.Sample),
            SqlServerStatements.KeepFromChanging(Audit, SqlServerStatements.Sample),
        ];

    /// <summary>Called with the name of each step that has just been finished.</summary>
    internal Func<string, Task>? AfterStep { get; set; }

    /// <summary>Makes it or finishes making it. Safe to repeat, and in two processes at once.</summary>
    /// <exception cref="InvalidOperationException">It is newer than this build.</exception>
    internal async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (await IsCompleteAsync(cancellationToken))
        {
            return;
        }

        await using var turn = await making.TurnAsync(server: null, cancellationToken);
        var database = options.ControlPlaneDatabase;
        await making.DatabaseAsync(server: null, database, cancellationToken);
        await ReachedAsync("database");
        await using var administrator = await making.LockAsync(server: null, database, cancellationToken);
        string migrator;
        await using (var master = await making.OpenMasterAsync(server: null, cancellationToken))
        {
            migrator = await making.PasswordAsync(master, SecretName.ControlPlaneMigrator, options.ControlPlaneMigrator, cancellationToken);
            var runtime = await making.PasswordAsync(master, SecretName.ControlPlaneLogin, options.ControlPlaneLogin, cancellationToken);
            await ReachedAsync("secrets");
            await making.LoginAsync(master, options.ControlPlaneMigrator, migrator, enabled: true, cancellationToken);
            await making.LoginAsync(master, options.ControlPlaneLogin, runtime, enabled: true, cancellationToken);
        }

        await ReachedAsync("logins");
        await SqlServerMaking.OwnerAsync(administrator, database, options.ControlPlaneMigrator, cancellationToken);
        await ReachedAsync("owner");
        await making.UserAsync(administrator, options.ControlPlaneLogin, cancellationToken);
        await ReachedAsync("users");
        await using (
            var owner = await factory.OpenLoginAsync(server: null, database, options.ControlPlaneMigrator, migrator, cancellationToken)
        )
        {
            await schema.PrepareControlPlaneAsync(owner, cancellationToken);
        }

        await ReachedAsync("schema");
        await making.HardenAsync(
            administrator,
            [
                SqlServerStatements.KeepFromWriting(History, options.ControlPlaneLogin),
                SqlServerStatements.KeepFromChanging(Audit, options.ControlPlaneLogin),
            ],
            cancellationToken
        );
    }

    private async Task<bool> IsCompleteAsync(CancellationToken cancellationToken)
    {
        if (await vault.ReadAsync(SecretName.ControlPlaneLogin, cancellationToken) is null)
        {
            return false;
        }

        try
        {
            await using var connection = await factory.OpenControlPlaneAsync(cancellationToken);
            return await schema.IsControlPlaneCurrentAsync(connection, cancellationToken);
        }
        catch (SqlException) when (!cancellationToken.IsCancellationRequested)
        {
            // Not there, or not finished: making it says what is wrong, if anything is.
            return false;
        }
    }

    private Task ReachedAsync(string step) => AfterStep?.Invoke(step) ?? Task.CompletedTask;
}
