using Metiva.Domain.Companies;
using Metiva.Domain.Plans;

namespace Metiva.Tenancy.ControlPlane;

/// <summary>What the agency decided for one company about one switch; without a row the installation and the plan decide.</summary>
public sealed class CompanyFeatureRow : IAnnounced
{
    /// <summary>Which company.</summary>
    public required CompanyId CompanyId { get; init; }

    /// <summary>Which switch, by its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is on.</summary>
    public required bool IsOn { get; set; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset ChangedAt { get; set; }

    ChangeKey IAnnounced.ChangeKey => new(ChangeKind.Company, CompanyId.Value);
}

/// <summary>How much a company used of something, in a month or at this moment. Numbers only, never what for.</summary>
public sealed class UsageCounterRow
{
    /// <summary>Who.</summary>
    public required CompanyId CompanyId { get; init; }

    /// <summary>The <see cref="UsageMonth"/>; 0 is what is there at this moment.</summary>
    public required int Month { get; init; }

    /// <summary>Of what.</summary>
    public required UsageResource Resource { get; init; }

    /// <summary>How much.</summary>
    public required long Used { get; set; }

    /// <summary>When that was last found out.</summary>
    public required DateTimeOffset ChangedAt { get; set; }
}

/// <summary>The last counts of a node that were written down, so that the same ones are never added twice.</summary>
public sealed class UsageFlushRow
{
    /// <summary>A process, from its start to its end.</summary>
    public required Guid Node { get; init; }

    /// <summary>The number of its last batch in here; they are numbered from 1.</summary>
    public required long Sequence { get; set; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; set; }
}

/// <summary>A company reached a threshold of its quota: once in a month.</summary>
public sealed class UsageWarningRow
{
    /// <summary>Key; also the id of the record in the company's audit.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who.</summary>
    public required CompanyId CompanyId { get; init; }

    /// <summary>Of what.</summary>
    public required UsageResource Resource { get; init; }

    /// <summary>In which <see cref="UsageMonth"/>.</summary>
    public required int Month { get; init; }

    /// <summary>Which share, in percent.</summary>
    public required int Threshold { get; init; }

    /// <summary>When it was seen.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the company's audit said so; null before that.</summary>
    public DateTimeOffset? ToldAt { get; set; }
}
