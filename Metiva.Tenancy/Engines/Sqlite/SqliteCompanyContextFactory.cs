using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>Lets <c>dotnet ef</c> build the model; it opens no database.</summary>
internal sealed class SqliteCompanyContextFactory : IDesignTimeDbContextFactory<SqliteCompanyContext>
{
    public SqliteCompanyContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteCompanyContext>().UseSqlite("Data Source=:memory:").Options);
}
