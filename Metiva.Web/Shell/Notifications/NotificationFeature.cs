using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Jobs.Schedule;
using Metiva.Web.Shell.Mailing;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Shell.Notifications;

/// <summary>Registers notifications.</summary>
public static class NotificationFeature
{
    /// <summary>Queries, commands and the mail.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) =>
        services
            .AddScoped<NotificationListQuery>()
            .AddScoped<NotificationWishesQuery>()
            .AddScoped<ReadNotifications>()
            .AddScoped<ChangeNotificationWishes>()
            .AddScoped(provider => new NotificationDigest(
                provider.GetRequiredService<MailComposer>(),
                provider.GetRequiredService<MailLinks>(),
                provider.GetRequiredService<IStringLocalizer<NotificationTexts>>()
            ))
            .AddSingleton(new RecurringWork(NotificationDigestHandler.KindName, NotificationDigestHandler.Cron))
            .AddScoped<IWorkHandler, NotificationDigestHandler>();
}
