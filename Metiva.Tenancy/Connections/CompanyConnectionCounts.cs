using Metiva.Domain.Companies;

namespace Metiva.Tenancy.Connections;

/// <summary>One company's connections in this process, for pages and meters.</summary>
/// <param name="Company">The company.</param>
/// <param name="Open">How many may be open: lent out, idle in the driver's pool, or just being closed.</param>
/// <param name="Lent">How many of them are in use.</param>
/// <param name="Waiting">Callers that wait for one.</param>
/// <param name="Evicted">Idle ones that were closed so that another company could have one, or because the database refused.</param>
/// <param name="Refused">Callers that were told Busy.</param>
public sealed record CompanyConnectionCounts(CompanyId Company, int Open, int Lent, int Waiting, long Evicted, long Refused)
{
    internal bool AreNone => Open == 0 && Waiting == 0 && Evicted == 0 && Refused == 0;
}
