using Metiva.Tenancy;
using Metiva.Web.Development;
using Metiva.Web.Identity;
using Metiva.Web.Operations;
using Metiva.Web.Portal;
using Metiva.Web.Shell;
using Metiva.Web.Shell.Access;
using Metiva.Web.Shell.Binding;
using Metiva.Web.Shell.Circuits;
using Metiva.Web.Shell.Features;
using Metiva.Web.Shell.Limits;
using Metiva.Web.Shell.Mailing;
using Metiva.Web.Shell.Notifications;
using Metiva.Web.Shell.Refused;
using Metiva.Web.Shell.Search;
using Metiva.Web.Shell.Security;
using Metiva.Web.Ui.Files;
using Metiva.Web.Workspace.Audit;
using Metiva.Web.Workspace.Files;
using Metiva.Web.Workspace.Invoices;
using Metiva.Web.Workspace.Jobs;
using Metiva.Web.Workspace.Mail;
using Metiva.Web.Workspace.Settings;
using Metiva.Web.Workspace.ViewAsClient;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR;
using Radzen;

namespace Metiva.Web;

/// <summary>Puts the host together: once for the program, and in tests on a port of their own.</summary>
public static class MetivaHost
{
    /// <summary>Builds the host. <paramref name="configure"/> comes last and may replace services.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ApplicationName = typeof(MetivaHost).Assembly.GetName().Name }
        );
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddTenancy(builder.Configuration);
        builder.Services.AddDemoData();
        builder.Services.AddAccount(builder.Configuration, builder.Environment);
        builder.Services.AddAccessPolicies();
        builder.Services.AddFeatureSwitches();
        builder.Services.AddCircuits();
        builder.Services.AddRadzenComponents();
        builder.Services.AddInvoices();
        builder.Services.AddAudit();
        builder.Services.AddJobs();
        builder.Services.AddMailLog();
        builder.Services.AddSettings();
        builder.Services.AddFilesPages();
        builder.Services.AddShell();
        builder.Services.AddSearch();
        builder.Services.AddNotifications();
        builder.Services.AddMailing();
        builder.Services.AddViewAsClient();
        builder.Services.AddPortal();
        builder.Services.AddProblemDetails();
        builder.Services.AddHealth();
        builder.Services.AddRequestLimits(builder.Configuration);
        builder.AddLogs();
        builder.AddTelemetry();
        configure?.Invoke(builder);

        var app = builder.Build();

        // Nobody asks for it: it only has to be there when somebody listens.
        app.Services.GetRequiredService<NodeMeters>();
        app.UseReverseProxy();
        app.UseShell();
        app.UseMiddleware<RefusalMiddleware>();
        app.UseMiddleware<SpoofedSelectors>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseMiddleware<BindingMiddleware>();
        app.UseMiddleware<ApiMetering>();
        app.UseMiddleware<CircuitAdmission>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().IsOpen().DisableRateLimiting();
        app.MapHealth();
        app.MapAccount();
        app.MapInvitations();
        app.MapViewAsClient();
        app.MapPortal();
        app.MapInvoices();
        app.MapAudit();
        app.MapFiles();
        app.MapMailLog();
        app.MapCapturedMails();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().WithPageAccess();
        return app;
    }

    private static void AddCircuits(this IServiceCollection services)
    {
        services
            .AddRazorComponents()
            .AddInteractiveServerComponents(options =>
            {
                // Nothing of a circuit outlives it.
                options.PersistedCircuitInMemoryMaxRetained = 0;
                options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            })
            .AddHubOptions(options =>
            {
                options.AddFilter(typeof(CircuitPace));
                options.AddFilter(typeof(CircuitPlaces));
                options.AddFilter(typeof(CircuitOwnerFilter));
            });
        services.AddSingleton<CircuitOwners>();
        services.AddSingleton<CircuitOwnerFilter>();
        services.AddSingleton<CircuitMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<CircuitMonitor>());
        services.AddScoped<CircuitStanding>();
        services.AddScoped<CircuitPrincipal>();
        services.AddScoped<AuthenticationStateProvider>(provider => provider.GetRequiredService<CircuitPrincipal>());
        services.AddScoped<CircuitHandler, TenantCircuitHandler>();
        services.AddScoped<PersonScope>();
        services.AddScoped<CompanyStamp>();
        services.AddCascadingAuthenticationState();
    }
}
