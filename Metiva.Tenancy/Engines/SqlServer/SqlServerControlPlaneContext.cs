using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>The control plane on SQL Server; it has its own migrations.</summary>
internal sealed class SqlServerControlPlaneContext(DbContextOptions<SqlServerControlPlaneContext> options) : ControlPlaneContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        SqlServerCollations.Apply(modelBuilder);

        // Otherwise an insert would ask for what it wrote in a way that a table with a trigger refuses.
        modelBuilder.Entity<ControlAuditRow>().ToTable(table => table.HasTrigger("ControlAudit_Change"));

        // What names somebody or something elsewhere is another one when a letter's case differs.
        Exact<ServerRow>(nameof(ServerRow.Name));
        Exact<CompanyRow>(nameof(CompanyRow.Server), nameof(CompanyRow.Database));
        Exact<CompanyMoveRow>(
            nameof(CompanyMoveRow.FromServer),
            nameof(CompanyMoveRow.FromDatabase),
            nameof(CompanyMoveRow.ToServer),
            nameof(CompanyMoveRow.ToDatabase)
        );
        Exact<PersonRow>(nameof(PersonRow.Issuer), nameof(PersonRow.Subject));
        Exact<SessionRow>(nameof(SessionRow.Issuer), nameof(SessionRow.Sid));
        Exact<InvitationRow>(nameof(InvitationRow.SecretHash));

        void Exact<TRow>(params string[] names)
            where TRow : class
        {
            foreach (var name in names)
            {
                modelBuilder.Entity<TRow>().Property(name).UseCollation(SqlServerCollations.Exact);
            }
        }
    }
}

/// <summary>Lets the migration tools make a context without a host.</summary>
internal sealed class SqlServerControlPlaneContextFactory : IDesignTimeDbContextFactory<SqlServerControlPlaneContext>
{
    public SqlServerControlPlaneContext CreateDbContext(string[] args) => SqlServerContexts.ControlPlaneModel();
}
