using Metiva.Web.Shell.Home;
using Metiva.Web.Shell.Localisation;
using Metiva.Web.Shell.Refused;
using Metiva.Web.Shell.Security;
using Metiva.Web.Ui;
using Microsoft.AspNetCore.Diagnostics;

namespace Metiva.Web.Shell;

/// <summary>What stands around every page: languages, layouts, refusals, security headers.</summary>
public static class ShellFeature
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(Languages.Configure);
        services.AddScoped<RefusalWords>();
        services.AddScoped<CommandRunner>();
        services.AddScoped<HomeQuery>();
        return services;
    }

    /// <summary>Goes first: even the answer to a failure has its language and its headers.</summary>
    public static IApplicationBuilder UseShell(this IApplicationBuilder app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseRequestLocalization();
        app.UseExceptionHandler(failed =>
            failed.Run(context => RefusalResponse.WriteAsync(context, Refusal.Of(context.Features.Get<IExceptionHandlerFeature>()?.Error)))
        );
        return app;
    }
}
