using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Features;

namespace Metiva.Tenancy.Catalog;

/// <summary>What this node knows of the control plane, and how fresh that is. Only the change feed writes to it.</summary>
public sealed class Snapshots
{
    private readonly TimeProvider time;
    private readonly TenancyOptions options;
    private long polledAt = long.MinValue;

    /// <summary>Empty ones, until the feed fills them.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="options">How old they may be.</param>
    /// <param name="installation">What the installation's settings say about switches; by default nothing.</param>
    public Snapshots(TimeProvider time, TenancyOptions options, InstallationFeatures? installation = null)
    {
        this.time = time;
        this.options = options;
        Sessions = new SessionSnapshot(time, options, Catalog);
        Features = new FeatureSnapshot(installation ?? InstallationFeatures.None);
    }

    /// <summary>The companies.</summary>
    public CatalogSnapshot Catalog { get; } = new();

    /// <summary>The servers.</summary>
    public ServerSnapshot Servers { get; } = new();

    /// <summary>The people.</summary>
    public PeopleSnapshot People { get; } = new();

    /// <summary>The memberships.</summary>
    public MembershipSnapshot Memberships { get; } = new();

    /// <summary>The sessions.</summary>
    public SessionSnapshot Sessions { get; }

    /// <summary>What is switched on and off.</summary>
    public FeatureSnapshot Features { get; }

    /// <summary>Time since the control plane last answered; null when it never did.</summary>
    public TimeSpan? Age
    {
        get
        {
            var at = Interlocked.Read(ref polledAt);
            return at == long.MinValue ? null : time.GetElapsedTime(at);
        }
    }

    /// <summary>Whether the control plane answered recently enough for this kind of access. Allocates nothing.</summary>
    public bool IsFresh(AccessKind kind)
    {
        var at = Interlocked.Read(ref polledAt);
        return at != long.MinValue && time.GetElapsedTime(at) <= options.MaxSnapshotAge(kind);
    }

    /// <summary>The control plane answered a question that was asked at this timestamp.</summary>
    internal void MarkFresh(long askedAt) => Interlocked.Exchange(ref polledAt, askedAt);
}
