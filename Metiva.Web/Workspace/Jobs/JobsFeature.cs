namespace Metiva.Web.Workspace.Jobs;

/// <summary>Registers the feature.</summary>
public static class JobsFeature
{
    /// <summary>Queries and commands.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) =>
        services.AddScoped<JobListQuery>().AddScoped<JobQuery>().AddScoped<CancelJob>().AddScoped<RunJobNow>().AddScoped<JobActions>();
}
