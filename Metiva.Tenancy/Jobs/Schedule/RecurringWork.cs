using Metiva.Domain.Shared;
using Quartz;

namespace Metiva.Tenancy.Jobs.Schedule;

/// <summary>
/// Work that every company gets again and again: registered as a singleton, it puts an item into each active company's outbox at every
/// occurrence, once, whoever is in charge of the schedule. What a company missed because it was suspended is not made up for.
/// </summary>
public sealed class RecurringWork
{
    private readonly CronExpression schedule;

    /// <summary>Declares it.</summary>
    /// <param name="kind">The <see cref="IWorkHandler.Kind"/>.</param>
    /// <param name="cron">
    /// When, as Quartz writes it: second, minute, hour, day of the month, month, day of the week; by the clock of the Netherlands.
    /// </param>
    /// <exception cref="FormatException">That is no such expression.</exception>
    public RecurringWork(string kind, string cron)
    {
        (Kind, Cron) = (kind, cron);
        schedule = new CronExpression(cron, BusinessDay.Zone);
    }

    /// <summary>The kind of work.</summary>
    public string Kind { get; }

    /// <summary>When.</summary>
    public string Cron { get; }

    /// <summary>The latest occurrence at or before a moment; null when there was none.</summary>
    internal DateTimeOffset? LastAt(DateTimeOffset moment) => schedule.GetPreviousValidTimeBefore(moment.AddSeconds(1));

    /// <summary>What the item of one occurrence is called, so that there is only one.</summary>
    internal string KeyOf(DateTimeOffset occurrence) => $"{Kind}@{occurrence.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}";
}
