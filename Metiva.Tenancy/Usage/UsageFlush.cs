using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Usage;

/// <summary>
/// Adds what this process counted to the registry, in one transaction with the number of the batch: whoever repeats a batch because they
/// never heard how it ended finds its number there and adds nothing.
/// </summary>
public sealed class UsageFlush(UsageMeter meter, Snapshots snapshots, ControlPlaneDatabase controlPlane, TimeProvider time)
{
    private const int CompaniesAtOnce = 200;
    private static readonly TimeSpan NodesKept = TimeSpan.FromDays(30);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);
    private readonly SemaphoreSlim one = new(1, 1);
    private DateTimeOffset readUntil = DateTimeOffset.MinValue;

    /// <summary>Names this process; a new one is another node.</summary>
    internal Guid Node { get; init; } = Guid.NewGuid();

    /// <summary>What tests do after a step: <c>written</c> before the commit, <c>committed</c> after it.</summary>
    internal Func<string, Task> AfterStep { get; init; } = static _ => Task.CompletedTask;

    /// <summary>Writes down what there is, and learns what other nodes wrote.</summary>
    /// <exception cref="BindingRefusedException">The control plane does not answer; nothing is lost.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            if (meter.Buffer.Take() is { } batch)
            {
                var totals = await WriteAsync(batch, cancellationToken);
                await AfterStep("committed");
                meter.Buffer.Done(batch, () => totals.ForEach(Know));
            }

            await ReadAsync(cancellationToken);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Writes one batch, once; gives the totals of whatever it was about.</summary>
    internal async Task<List<UsageCounterRow>> WriteAsync(UsageBatch batch, CancellationToken cancellationToken)
    {
        // Nobody waits for it in this process, and no snapshot holds it.
        var written = await controlPlane.WriteAsync<List<UsageCounterRow>>(
            async (context, token) => await WriteInTurnAsync(context, batch, token),
            static _ => false,
            cancellationToken
        );
        return written.Value;
    }

    private async Task<Result<List<UsageCounterRow>>> WriteInTurnAsync(
        ControlPlaneContext context,
        UsageBatch batch,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var rows = await RowsAsync(context, batch, cancellationToken);
        var flush = await context.UsageFlushes.SingleOrDefaultAsync(row => row.Node == Node, cancellationToken);
        if (flush is null)
        {
            flush = new UsageFlushRow
            {
                Node = Node,
                Sequence = 0,
                At = now,
            };
            context.UsageFlushes.Add(flush);
            var forgotten = now - NodesKept;
            await context.UsageFlushes.Where(row => row.At < forgotten).ExecuteDeleteAsync(cancellationToken);
        }

        if (flush.Sequence >= batch.Sequence)
        {
            return rows.Rows;
        }

        (flush.Sequence, flush.At) = (batch.Sequence, now);
        Add(rows, await WithoutErasedAsync(context, batch, cancellationToken), now);
        await WarnAsync(context, rows.Rows, now, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        await AfterStep("written");
        return rows.Rows;
    }

    private static void Add(UsageRows rows, UsageBatch batch, DateTimeOffset now)
    {
        foreach (var (key, count) in batch.Counts)
        {
            var row = rows.Of(key, now);
            row.Used += count;
            row.ChangedAt = now;
        }

        foreach (var ((company, resource), level) in batch.Levels)
        {
            // For now, and for the month's history; a node that knew it earlier does not overwrite one that knew it later.
            foreach (var month in new[] { UsageMonth.Now, UsageMonth.Of(level.At) })
            {
                var row = rows.Of(new UsageKey(company, month, resource), DateTimeOffset.MinValue);
                (row.Used, row.ChangedAt) = row.ChangedAt > level.At ? (row.Used, row.ChangedAt) : (level.Value, level.At);
            }
        }
    }

    private static async Task<UsageRows> RowsAsync(ControlPlaneContext context, UsageBatch batch, CancellationToken cancellationToken)
    {
        var rows = new UsageRows(context);
        var months = batch
            .Counts.Keys.Select(key => key.Month.Value)
            .Concat(batch.Levels.Values.Select(level => UsageMonth.Of(level.At).Value))
            .Append(UsageMonth.Now.Value)
            .Distinct()
            .ToList();
        foreach (var some in batch.Companies.Chunk(CompaniesAtOnce))
        {
            var found = await context
                .UsageCounters.AsTracking()
                .Where(row => some.Contains(row.CompanyId) && months.Contains(row.Month))
                .ToListAsync(cancellationToken);
            found.ForEach(rows.Known);
        }

        return rows;
    }

    /// <summary>What was counted for a company that was erased meanwhile leaves nothing behind in the registry.</summary>
    private static async Task<UsageBatch> WithoutErasedAsync(
        ControlPlaneContext context,
        UsageBatch batch,
        CancellationToken cancellationToken
    )
    {
        HashSet<CompanyId> there = [];
        foreach (var some in batch.Companies.Chunk(CompaniesAtOnce))
        {
            there.UnionWith(
                await context
                    .Companies.Where(row => some.Contains(row.Id) && row.State != CompanyState.Closing)
                    .Select(row => row.Id)
                    .ToListAsync(cancellationToken)
            );
        }

        return batch with
        {
            Counts = batch.Counts.Where(count => there.Contains(count.Key.Company)).ToDictionary(),
            Levels = batch.Levels.Where(level => there.Contains(level.Key.Company)).ToDictionary(),
        };
    }

    private async Task WarnAsync(
        ControlPlaneContext context,
        List<UsageCounterRow> rows,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        foreach (var row in rows.Where(row => row.Month != UsageMonth.Now.Value && context.Entry(row).State != EntityState.Unchanged))
        {
            if (snapshots.Catalog.Find(row.CompanyId) is { } company)
            {
                var use = new QuotaUse(row.Resource, row.Used, PlanQuotas.Of(company.Plan).For(row.Resource));
                context.UsageWarnings.AddRange(
                    await UsageWarnings.NewAsync(context, row.CompanyId, use, new UsageMonth(row.Month), now, cancellationToken)
                );
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var month = UsageMonth.Of(now);
        var since = readUntil == DateTimeOffset.MinValue ? DateTimeOffset.UnixEpoch : readUntil - Overlap;
        var (present, current) = (UsageMonth.Now.Value, month.Value);
        var news = await controlPlane.ReadAsync(
            (context, token) =>
                context
                    .UsageCounters.Where(row => (row.Month == present || row.Month == current) && row.ChangedAt >= since)
                    .ToListAsync(token),
            cancellationToken
        );
        news.ForEach(Know);
        meter.ForgetBefore(month);
        readUntil = now;
    }

    private void Know(UsageCounterRow row) =>
        meter.Know(new UsageKey(row.CompanyId, new UsageMonth(row.Month), row.Resource), new UsageLevel(row.Used, row.ChangedAt));
}
