using Metiva.Tenancy.Binding;

namespace Metiva.Web.Shell.Circuits;

/// <summary>How a live circuit stands: still bound, or refused, and why. Layouts listen to it.</summary>
public sealed class CircuitStanding(TenantScope scope)
{
    private const long Unknown = -1;
    private int outcome = (int)BindingOutcome.Bound;
    private long switches = Unknown;

    /// <summary>Raised on any thread when <see cref="Outcome"/> has changed, or a switch was turned while it stayed bound.</summary>
    public event Action? Changed;

    /// <summary>Bound, or why this circuit may show nothing now.</summary>
    public BindingOutcome Outcome => scope.ContextOrNull is null ? scope.Outcome : (BindingOutcome)Volatile.Read(ref outcome);

    /// <summary>Looks again, and tells when that changed something.</summary>
    internal void Recheck()
    {
        if (scope.ContextOrNull is not { } tenant)
        {
            return;
        }

        var now = (int)tenant.Recheck(AccessKind.Read);
        var other = Interlocked.Exchange(ref outcome, now) != now;
        if ((BindingOutcome)now == BindingOutcome.Bound)
        {
            var on = tenant.SwitchedOn;
            var before = Interlocked.Exchange(ref switches, on);
            other |= before != Unknown && before != on;
        }

        if (other)
        {
            Changed?.Invoke();
        }
    }
}
