using Metiva.Tenancy.Binding;
using Metiva.Web.Identity.ClaimsProvider;
using Metiva.Web.Identity.Entra;
using Metiva.Web.Identity.KeyRing;

namespace Metiva.Web.Identity;

/// <summary>Sign-in, sign-out, company choice, sessions and profile.</summary>
public static class AccountFeature
{
    /// <summary>Adds the sign-in cookie and the issuer: Entra ID, or in Development without its settings the embedded one.</summary>
    /// <exception cref="InvalidOperationException">Settings are missing; the message names each of them.</exception>
    public static IServiceCollection AddAccount(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        var section = configuration.GetSection(EntraSettings.Section);
        var settings = section.Get<EntraSettings>() ?? new EntraSettings();
        services.AddSingleton<OwnAddress>();
        if (environment.IsDevelopment() && string.IsNullOrWhiteSpace(settings.ClientId))
        {
            DevelopmentIssuer.DevelopmentIssuer.AddTo(services, settings);
        }
        else
        {
            services.AddSingleton(settings.ToRegistration(environment.IsDevelopment()));
            services.AddSingleton(ClaimsProviderRules.From(section, settings.ClientId!));
        }

        services.AddSingleton<EntraMetadata>();
        services.AddSingleton<TokenVerifier>();
        services.AddSingleton<ClientAuthentication>();
        services.AddSingleton<SignInCompletion>();
        services.AddSingleton<EntraEvents>();
        services.AddSingleton<ClaimsCaller>();
        services.AddKeyRing();
        services.AddLocalization();
        services
            .AddAuthentication(ClaimNames.Scheme)
            .AddCookie(ClaimNames.Scheme, SignInCookie.Configure)
            .AddOAuth<EntraOptions, EntraHandler>(EntraHandler.SchemeName, _ => { });
        services
            .AddOptions<EntraOptions>(EntraHandler.SchemeName)
            .Configure<EntraRegistration, EntraMetadata>(
                (options, registration, metadata) =>
                {
                    options.SignInScheme = ClaimNames.Scheme;
                    options.ClientId = registration.ClientId;
                    options.CallbackPath = registration.CallbackPath;
                    options.Backchannel = metadata.Backchannel;
                    options.EventsType = typeof(EntraEvents);
                }
            );
        return services;
    }

    /// <summary>Maps what forms, links and issuers call; the pages map themselves.</summary>
    public static void MapAccount(this IEndpointRouteBuilder endpoints)
    {
        ClaimsProviderEndpoint.Map(endpoints);
        SignInEndpoints.Map(endpoints);
        SignOutEndpoints.Map(endpoints);
        OwnEndpoints.Map(endpoints);
        if (endpoints.ServiceProvider.GetRequiredService<EntraRegistration>().IsEmbedded)
        {
            DevelopmentIssuer.DevelopmentIssuer.Map(endpoints);
        }
    }
}
