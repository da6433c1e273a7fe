using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Jobs.Schedule;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>Puts the embedded engine into a host.</summary>
internal static class SqliteServices
{
    internal static void AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton(provider => new SqliteFiles(
            Path.Combine(
                provider.GetRequiredService<IHostEnvironment>().ContentRootPath,
                provider.GetRequiredService<TenancyOptions>().DataDirectory
            ),
            provider.GetRequiredService<Snapshots>().Servers
        ));
        services.AddSingleton<SqliteConnectionFactory>();
        services.AddSingleton<SqliteSchema>();
        services.AddSingleton<IDatabaseEngine, SqliteEngine>();
        services.AddSingleton<IServerEngine, SqliteServers>();
        services.AddSingleton<ICompanyLogins, SqliteLogins>();
        services.AddSingleton<ICompanyCopy, SqliteCopy>();
        services.AddSingleton<IScheduleStore, MemoryScheduleStore>();
    }
}
