using System.Globalization;
using Bunit;
using Metiva.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace Metiva.Tests.Ui;

/// <summary>Renders components with the real texts, in Dutch unless a test says otherwise.</summary>
public abstract class ComponentTest : BunitContext
{
    protected ComponentTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging();
        Services.AddRadzenComponents();
        Services.AddShell();
        Read("nl-NL");
    }

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    /// <summary>From here on the reader's language.</summary>
    protected static void Read(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
    }

    /// <summary>Markup from plain text.</summary>
    protected static RenderFragment Html(string markup) => builder => builder.AddMarkupContent(0, markup);
}
