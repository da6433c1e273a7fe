using Metiva.Domain.Companies;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Jobs;

/// <summary>
/// Which companies may have something to do, and from when, as this process was told. Companies take turns: the one that was served
/// longest ago comes first, however much the others have. What is lost from it is found again by looking at every company.
/// </summary>
public sealed class WorkQueue
{
    private static readonly TimeSpan LooksAgain = TimeSpan.FromMinutes(1);

    private readonly Dictionary<CompanyId, Line> lines = [];
    private readonly SemaphoreSlim told = new(0);
    private readonly Lock one = new();
    private readonly TimeProvider time;
    private long turns;

    internal WorkQueue(TimeProvider time) => this.time = time;

    /// <summary>A company may have something to do, from then on.</summary>
    internal void Note(CompanyId company, DateTimeOffset? at)
    {
        if (at is null)
        {
            return;
        }

        lock (one)
        {
            var line = LineOf(company);
            line.At = line.At is { } known && known <= at ? known : at;
        }

        Wake();
    }

    /// <summary>What a transaction that was just committed asked for.</summary>
    internal void Note(CompanyId company, IEnumerable<WorkItem> written) =>
        Note(company, written.Where(item => item.State == WorkState.Waiting).Select(item => (DateTimeOffset?)item.DueAt).Min());

    /// <summary>The work that is about to be written.</summary>
    internal static List<WorkItem> In(CompanyContext data) =>
        [
            .. data
                .ChangeTracker.Entries<WorkItem>()
                .Where(entry => entry.State is EntityState.Added or EntityState.Modified)
                .Select(entry => entry.Entity),
        ];

    /// <summary>The company whose turn it is. It gets no other one until <see cref="Claimed"/>.</summary>
    internal CompanyId? TryTake()
    {
        lock (one)
        {
            var now = time.GetUtcNow();
            CompanyId? first = null;
            var since = long.MaxValue;
            foreach (var (company, line) in lines)
            {
                if (line.IsOpen && line.At <= now && line.Turn < since)
                {
                    (first, since) = (company, line.Turn);
                }
            }

            if (first is { } taken)
            {
                lines[taken].IsAsked = true;
                lines[taken].At = null;
                lines[taken].Turn = ++turns;
            }

            return first;
        }
    }

    /// <summary>Whether its turn gave it something, and when to ask again.</summary>
    internal void Claimed(CompanyId company, bool gotOne, DateTimeOffset? nextAt)
    {
        lock (one)
        {
            var line = LineOf(company);
            line.IsAsked = false;
            line.Running += gotOne ? 1 : 0;
        }

        Note(company, nextAt);
    }

    /// <summary>Something of it has ended.</summary>
    internal void Ended(CompanyId company, DateTimeOffset? nextAt)
    {
        lock (one)
        {
            LineOf(company).Running--;
        }

        Note(company, nextAt);
        Wake();
    }

    /// <summary>Waits until it is some company's turn.</summary>
    internal async Task<CompanyId> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake() is { } company)
            {
                return company;
            }

            using var heard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var news = told.WaitAsync(heard.Token);
            await Task.WhenAny(news, UntilDueAsync(heard.Token));
            await heard.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Task UntilDueAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? next;
        lock (one)
        {
            next = lines.Values.Where(line => line.IsOpen).Min(line => line.At);
        }

        // Looked at again now and then, because clocks are set.
        var wait = next is { } at ? at - time.GetUtcNow() : LooksAgain;
        var inRange = TimeSpan.FromTicks(Math.Clamp(wait.Ticks, TimeSpan.TicksPerMillisecond, LooksAgain.Ticks));
        return Task.Delay(inRange, time, cancellationToken);
    }

    private void Wake()
    {
        // Whoever waits looks at everything, so one call is enough.
        if (told.CurrentCount == 0)
        {
            told.Release();
        }
    }

    private Line LineOf(CompanyId company)
    {
        if (!lines.TryGetValue(company, out var line))
        {
            lines[company] = line = new Line();
        }

        return line;
    }

    private sealed class Line
    {
        public DateTimeOffset? At { get; set; }
        public int Running { get; set; }
        public bool IsAsked { get; set; }
        public long Turn { get; set; }
        public bool IsOpen => !IsAsked && Running < WorkOptions.PerCompany;
    }
}
