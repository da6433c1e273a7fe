using Microsoft.AspNetCore.Components;

namespace Metiva.Web.Portal;

/// <summary>A page that stops what it reads when it is left.</summary>
public abstract class PortalPageBase : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource leaving = new();

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Leaving => leaving.Token;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels what runs.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            leaving.Cancel();
            leaving.Dispose();
        }
    }
}
