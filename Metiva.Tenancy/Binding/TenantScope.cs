namespace Metiva.Tenancy.Binding;

/// <summary>
/// Holds the one <see cref="TenantContext"/> of a request or circuit. It is set once, by the binder's result, and is then
/// frozen.
/// </summary>
public sealed class TenantScope
{
    private BindingResult? result;

    /// <summary>How binding ended; <see cref="BindingOutcome.NotSignedIn"/> before it was tried.</summary>
    public BindingOutcome Outcome => result?.Outcome ?? BindingOutcome.NotSignedIn;

    /// <summary>The context, or null when nothing is bound.</summary>
    public TenantContext? ContextOrNull => result?.Context;

    /// <summary>The context.</summary>
    /// <exception cref="BindingRefusedException">Nothing is bound here.</exception>
    public TenantContext Context => result?.Context ?? throw new BindingRefusedException(Outcome);

    /// <summary>Sets the result, once and for all.</summary>
    /// <exception cref="InvalidOperationException">It was set before.</exception>
    public void Freeze(BindingResult binding)
    {
        if (result is not null)
        {
            throw new InvalidOperationException("This scope is bound already; a circuit or request never changes its company.");
        }

        result = binding;
    }
}
