using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Jobs.Schedule;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Metiva.Tenancy.Mail;

internal static class MailServices
{
    /// <summary>Adds the companies' outboxes for mail, and where mails go from there.</summary>
    internal static void AddMail(this IServiceCollection services)
    {
        services
            .AddOptions<TenancyOptions>()
            .PostConfigure<IHostEnvironment>(
                (options, environment) =>
                {
                    // What is only looked at needs a sender too.
                    if (environment.IsDevelopment() && options.Mail is { HasServer: false, Sender: "" })
                    {
                        options.Mail.Sender = "metiva@dev.localhost";
                    }
                }
            );
        services.AddSingleton(provider => new CapturedMails(
            provider.GetRequiredService<IHostEnvironment>().IsDevelopment() && !provider.GetRequiredService<TenancyOptions>().Mail.HasServer
        ));
        services.AddSingleton<MailDelivery>();
        services.AddSingleton(provider => new BounceAddresses(
            provider.GetRequiredService<ICredentialVault>(),
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<TenancyOptions>()
        ));
        services.AddSingleton(provider => new MailOutbox(
            provider.GetRequiredService<MailDelivery>(),
            provider.GetRequiredService<TenancyOptions>(),
            provider.GetRequiredService<IDataProtectionProvider>()
        ));
        services.AddSingleton(provider => new MailBounces(
            provider.GetRequiredService<BounceAddresses>(),
            provider.GetRequiredService<Binder>(),
            provider.GetRequiredService<IServiceScopeFactory>()
        ));
        services.AddSingleton<MailPassword>();
        services.AddScoped<IWorkHandler, SendMailWork>();
        services.AddScoped<IWorkHandler, ReleaseMailWork>();
        services.AddSingleton(new RecurringWork(ReleaseMailWork.Name, "0 0 6 * * ?"));
        services.AddScoped<SendMailAgain>();
    }
}
