using System.ComponentModel.DataAnnotations;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>Settings of the section <c>Tenancy:SqlServer</c>.</summary>
public sealed class SqlServerOptions
{
    /// <summary>The name under which the vault keeps the administrator's connection string of the server that the settings name.</summary>
    public const string DefaultServer = "default";

    /// <summary>
    /// The administrator's connection string of the server that holds the control plane, from the environment variable
    /// <c>Tenancy__SqlServer__AdministratorConnectionString</c>. When it is absent the vault is asked.
    /// </summary>
    public string? AdministratorConnectionString { get; set; }

    /// <summary>The database of the registry.</summary>
    [Required, StringLength(100)]
    public string ControlPlaneDatabase { get; set; } = "metiva_control_plane";

    /// <summary>What the names of companies' databases and logins begin with.</summary>
    [Required, StringLength(60)]
    public string DatabasePrefix { get; set; } = "metiva_";

    /// <summary>
    /// How many rows EF Core sends in one statement; null is its own choice, and 1 suits a server without MERGE.
    /// </summary>
    [Range(1, 1_000)]
    public int? MaxBatchSize { get; set; }

    /// <summary>
    /// Whether only one database at a time is made on a server, as SQL Server does it anyway. Not for a server that takes its time and
    /// makes several at once, such as Azure SQL.
    /// </summary>
    public bool MakeOneAtATime { get; set; } = true;

    /// <summary>The region where the server of the settings keeps its data.</summary>
    [Required, StringLength(50)]
    public string Region { get; set; } = "local";

    internal string RuntimeLogin(CompanyId company, LoginSlot slot) =>
        $"{DatabasePrefix}{company.Value:N}_{(slot == LoginSlot.A ? "a" : "b")}";

    internal string MigratorLogin(CompanyId company) => $"{DatabasePrefix}{company.Value:N}_m";

    internal string ControlPlaneLogin => ControlPlaneDatabase + "_runtime";

    internal string ControlPlaneMigrator => ControlPlaneDatabase + "_migrator";
}
