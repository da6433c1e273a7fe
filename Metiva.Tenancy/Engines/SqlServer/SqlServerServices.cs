using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Jobs.Schedule;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Metiva.Tenancy.Engines.SqlServer;

internal static class SqlServerServices
{
    /// <summary>Makes SQL Server the engine of this installation.</summary>
    public static void AddSqlServer(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<SqlServerOptions>()
            .Bind(configuration.GetSection("Tenancy:SqlServer"))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SqlServerOptions>>().Value);
        services.AddSingleton<SqlServerServers>();
        services.AddSingleton<SqlServerConnectionFactory>();
        services.AddSingleton<SqlServerContexts>();
        services.AddSingleton<SqlServerSchema>();
        services.AddSingleton<SqlServerMaking>();
        services.AddSingleton<SqlServerControlPlane>();
        services.AddSingleton<SqlServerProvisioning>();
        services.AddSingleton<IDatabaseEngine, SqlServerEngine>();
        services.AddSingleton<ICompanyLogins, SqlServerLogins>();
        services.AddSingleton<IServerEngine, SqlServerProbe>();
        services.AddSingleton<ICompanyCopy, SqlServerCopy>();
        services.AddSingleton<IScheduleStore, SqlServerScheduleStore>();
    }
}
