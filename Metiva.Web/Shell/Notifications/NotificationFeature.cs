using Metiva.Tenancy.Jobs;

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
            .AddSingleton<DigestDelivery>()
            .AddScoped<NotificationDigest>()
            .AddScoped<IWorkHandler, NotificationDigestHandler>();
}
