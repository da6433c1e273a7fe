using Metiva.Tenancy;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Mail;
using Metiva.Web.Identity;
using Metiva.Web.Workspace.Members;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Shell.Mailing;

/// <summary>Registers what mails are written with.</summary>
public static class MailingFeature
{
    /// <summary>The composer.</summary>
    public static IServiceCollection AddMailing(this IServiceCollection services) =>
        services
            .AddSingleton(provider => new MailLinks(
                provider.GetRequiredService<TenancyOptions>(),
                provider.GetRequiredService<CapturedMails>(),
                provider.GetService<OwnAddress>()
            ))
            .AddScoped<MailComposer>()
            .AddScoped(provider => new MailInvitation(
                provider.GetRequiredService<TenantScope>(),
                provider.GetRequiredService<CompanyDatabase>(),
                provider.GetRequiredService<MailOutbox>(),
                provider.GetRequiredService<MailComposer>(),
                provider.GetRequiredService<MailLinks>(),
                provider.GetRequiredService<IStringLocalizer<SharedTexts>>()
            ));
}
