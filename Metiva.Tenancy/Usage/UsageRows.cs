using Metiva.Tenancy.ControlPlane;

namespace Metiva.Tenancy.Usage;

/// <summary>The counters that one batch is about: those that are there, and those that it makes.</summary>
internal sealed class UsageRows(ControlPlaneContext context)
{
    private readonly Dictionary<UsageKey, UsageCounterRow> rows = [];

    public List<UsageCounterRow> Rows => [.. rows.Values];

    public void Known(UsageCounterRow row) => rows[new UsageKey(row.CompanyId, new(row.Month), row.Resource)] = row;

    public UsageCounterRow Of(UsageKey key, DateTimeOffset since)
    {
        if (!rows.TryGetValue(key, out var row))
        {
            row = new UsageCounterRow
            {
                CompanyId = key.Company,
                Month = key.Month.Value,
                Resource = key.Resource,
                Used = 0,
                ChangedAt = since,
            };
            context.UsageCounters.Add(row);
            rows[key] = row;
        }

        return row;
    }
}
