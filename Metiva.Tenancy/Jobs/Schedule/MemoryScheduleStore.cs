using Quartz;

namespace Metiva.Tenancy.Jobs.Schedule;

/// <summary>For an engine whose databases lie on one machine: the leader keeps the schedule in memory, and what it missed is caught up.</summary>
internal sealed class MemoryScheduleStore : IScheduleStore
{
    public bool IsClustered => false;

    public Task<Action<IQuartzBuilder>> ConfigureAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Action<IQuartzBuilder>>(static quartz => quartz.UseInMemoryStore());
}
