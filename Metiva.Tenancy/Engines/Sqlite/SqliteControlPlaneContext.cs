using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>The control plane on the embedded engine; it has its own migrations.</summary>
internal sealed class SqliteControlPlaneContext(DbContextOptions<SqliteControlPlaneContext> options) : ControlPlaneContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // Names sort and are found as on other engines, not by bytes.
        modelBuilder.Entity<CompanyRow>().Property(company => company.Name).UseCollation("NOCASE");
        modelBuilder.Entity<PersonRow>().Property(person => person.Name).UseCollation("NOCASE");
    }
}

/// <summary>Lets the migration tools make a context without a host.</summary>
internal sealed class SqliteControlPlaneContextFactory : IDesignTimeDbContextFactory<SqliteControlPlaneContext>
{
    public SqliteControlPlaneContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteControlPlaneContext>().UseSqlite("Data Source=:memory:").Options);
}
