using Metiva.Tenancy.Jobs.Schedule;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tenancy.Jobs;

internal static class WorkServices
{
    internal static void AddWork(this IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<TenancyOptions>().Work);
        services.AddSingleton(provider => new WorkQueue(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WorkMeters>();
        services.AddSingleton<WorkKinds>();
        services.AddSingleton<WorkLedger>();
        services.AddSingleton<WorkRunner>();
        services.AddSingleton<WorkSweep>();
        services.AddHostedService<WorkDispatcher>();
        services.AddSingleton<RecurringPlanner>();
        services.AddScoped<IWorkHandler, PruneWork>();
        services.AddScoped<IWorkHandler, VerifyAuditWork>();
        services.AddSingleton(new RecurringWork(PruneWork.Name, "0 10 3 * * ?"));
        services.AddSingleton(new RecurringWork(VerifyAuditWork.Name, "0 40 3 * * ?"));
        services.AddHostedService<ScheduleService>();
    }
}
