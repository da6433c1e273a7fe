using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>Makes contexts, all with the settings of this installation.</summary>
internal sealed class SqlServerContexts(SqlServerOptions options)
{
    internal SqlServerCompanyContext Company(DbConnection connection) => new(Options<SqlServerCompanyContext>(connection));

    internal SqlServerControlPlaneContext ControlPlane(DbConnection connection) => new(Options<SqlServerControlPlaneContext>(connection));

    /// <summary>A context that knows the model and no database.</summary>
    internal static SqlServerCompanyContext CompanyModel() =>
        new(new DbContextOptionsBuilder<SqlServerCompanyContext>().UseSqlServer().Options);

    /// <summary>A context that knows the model and no database.</summary>
    internal static SqlServerControlPlaneContext ControlPlaneModel() =>
        new(new DbContextOptionsBuilder<SqlServerControlPlaneContext>().UseSqlServer().Options);

    private DbContextOptions<TContext> Options<TContext>(DbConnection connection)
        where TContext : DbContext =>
        new DbContextOptionsBuilder<TContext>()
            .UseSqlServer(
                connection,
                server =>
                {
                    if (options.MaxBatchSize is { } size)
                    {
                        server.MaxBatchSize(size);
                    }
                }
            )
            .Options;
}
