using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// Makes a company's database: the database, a login that owns it, two that read and write its rows, the schema, the stamp. Each
/// step can be repeated, so a killed process is resumed by calling it again.
/// </summary>
internal sealed class SqlServerProvisioning(SqlServerConnectionFactory factory, SqlServerMaking making, SqlServerOptions options)
{
    /// <summary>Tables that only the owner of the schema writes to.</summary>
    private static readonly string[] OwnersOnly = ["CompanyIdentity", "__EFMigrationsHistory"];

    /// <summary>Tables whose rows are added and read, and stay as they are.</summary>
    private static readonly string[] InsertOnly = ["AuditRecords", "AuditSeals", "AuditValues"];

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [
            .. OwnersOnly.Select(table => SqlServerStatements.KeepFromWriting(table, SqlServerStatements.Sample)),
            .. InsertOnly.Select(table => SqlServerStatements.KeepFromChanging(table, SqlServerStatements.Sample)),
        ];

    /// <summary>Called with the name of each step that has just been finished.</summary>
    internal Func<string, Task>? AfterStep { get; set; }

    /// <summary>Makes it or finishes making it. Safe to repeat, and in two processes at once.</summary>
    internal async Task CreateAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        var (id, server, database) = (company.Id, company.Server, company.Database);
        await using var turn = await making.TurnAsync(server, cancellationToken);
        await making.DatabaseAsync(server, database, cancellationToken);
        await ReachedAsync("database");
        await using var administrator = await making.LockAsync(server, database, cancellationToken);
        string migrator;
        var slots = new Dictionary<LoginSlot, string>();
        await using (var master = await making.OpenMasterAsync(server, cancellationToken))
        {
            migrator = await making.PasswordAsync(master, SecretName.MigratorLogin(id), options.MigratorLogin(id), cancellationToken);
            foreach (var slot in Enum.GetValues<LoginSlot>())
            {
                var name = SecretName.RuntimeLogin(id, slot);
                slots[slot] = await making.PasswordAsync(master, name, options.RuntimeLogin(id, slot), cancellationToken);
            }

            await ReachedAsync("secrets");
            await making.LoginAsync(master, options.MigratorLogin(id), migrator, enabled: true, cancellationToken);
            foreach (var (slot, password) in slots)
            {
                await making.LoginAsync(master, options.RuntimeLogin(id, slot), password, slot == company.Login, cancellationToken);
            }
        }

        await ReachedAsync("logins");
        await SqlServerMaking.OwnerAsync(administrator, database, options.MigratorLogin(id), cancellationToken);
        await ReachedAsync("owner");
        var logins = slots.Keys.Select(slot => options.RuntimeLogin(id, slot)).ToList();
        foreach (var login in logins)
        {
            await making.UserAsync(administrator, login, cancellationToken);
        }

        await ReachedAsync("users");
        await using (var owner = await factory.OpenLoginAsync(server, database, options.MigratorLogin(id), migrator, cancellationToken))
        {
            await SqlServerSchema.CreateCompanyAsync(owner, company, cancellationToken);
        }

        await ReachedAsync("schema");
        await making.HardenAsync(administrator, logins.SelectMany(Hardening), cancellationToken);

        // The login that serves has to get in, and find the stamp.
        await using var served = await factory.OpenCompanyAsync(company, cancellationToken);
    }

    /// <summary>
    /// Brings an older schema to the newest, as the login that owns it, and takes away what the runtime logins may not do to its new
    /// tables. Safe to repeat, and in two processes at once.
    /// </summary>
    /// <exception cref="VaultUnavailableException">The owner's password cannot be had.</exception>
    internal async Task UpgradeAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        await using (var owner = await factory.OpenOwnerAsync(company, cancellationToken))
        {
            await SqlServerSchema.UpgradeCompanyAsync(owner, company, cancellationToken);
        }

        await using var administrator = await factory.OpenAdministratorAsync(company.Server, company.Database, cancellationToken);
        var logins = Enum.GetValues<LoginSlot>().Select(slot => options.RuntimeLogin(company.Id, slot));
        await making.HardenAsync(administrator, logins.SelectMany(Hardening), cancellationToken);
    }

    /// <summary>What a runtime login may not do to some tables.</summary>
    internal static IEnumerable<string> Hardening(string login) =>
        OwnersOnly
            .Select(table => SqlServerStatements.KeepFromWriting(table, login))
            .Concat(InsertOnly.Select(table => SqlServerStatements.KeepFromChanging(table, login)));

    private Task ReachedAsync(string step) => AfterStep?.Invoke(step) ?? Task.CompletedTask;
}
