using Quartz;

namespace Metiva.Tenancy.Jobs.Schedule;

/// <summary>Where an engine keeps the schedule.</summary>
internal interface IScheduleStore
{
    /// <summary>Whether several processes share it, and agree by themselves who is asked. Else one of them leads by a lease.</summary>
    bool IsClustered { get; }

    /// <summary>Makes a scheduler keep its schedule there.</summary>
    Task<Action<IQuartzBuilder>> ConfigureAsync(CancellationToken cancellationToken);
}
