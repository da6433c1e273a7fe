using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>The control plane on the embedded engine; it has its own migrations.</summary>
internal sealed class SqliteControlPlaneContext(DbContextOptions<SqliteControlPlaneContext> options) : ControlPlaneContext(options);

/// <summary>Lets the migration tools make a context without a host.</summary>
internal sealed class SqliteControlPlaneContextFactory : IDesignTimeDbContextFactory<SqliteControlPlaneContext>
{
    public SqliteControlPlaneContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteControlPlaneContext>().UseSqlite("Data Source=:memory:").Options);
}
