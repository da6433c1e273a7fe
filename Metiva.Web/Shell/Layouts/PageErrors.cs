using Metiva.Tenancy.Binding;
using Metiva.Web.Shell.Refused;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;

namespace Metiva.Web.Shell.Layouts;

/// <summary>Shows a refusal in place of a page that could not go on, and tries again at the next navigation.</summary>
public sealed class PageErrors : ErrorBoundaryBase, IDisposable
{
    private string reference = "";

    [Inject]
    private ILogger<PageErrors> Logger { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    /// <inheritdoc/>
    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    /// <inheritdoc/>
    protected override Task OnErrorAsync(Exception exception)
    {
        reference = Guid.NewGuid().ToString("N")[..12];
        if (exception is not BindingRefusedException)
        {
            Logger.LogError(exception, "A page failed. Reference {Reference}.", reference);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        var refusal = Refusal.Of(CurrentException);
        builder.OpenComponent<RefusedPanel>(1);
        builder.AddComponentParameter(2, nameof(RefusedPanel.Refusal), refusal);
        builder.AddComponentParameter(3, nameof(RefusedPanel.Reference), refusal == Refusal.Failed ? reference : null);
        builder.AddComponentParameter(4, nameof(RefusedPanel.Inside), true);
        builder.CloseComponent();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs args)
    {
        if (CurrentException is not null)
        {
            _ = InvokeAsync(Recover);
        }
    }
}
