using Metiva.Tenancy.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

internal static class NotificationsModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Notification>(notification =>
        {
            notification.ToTable("Notifications");
            notification.Property(row => row.Id).ValueGeneratedNever();
            notification.Property(row => row.Kind).HasMaxLength(Notification.KindLength).IsUnicode(false);
            notification.Property(row => row.Facts).HasMaxLength(Notification.FactsLength);
            notification.HasIndex(row => new
            {
                row.PersonId,
                row.CreatedAt,
                row.Id,
            });
            notification.HasIndex(row => new
            {
                row.PersonId,
                row.ReadAt,
                row.DigestedAt,
                row.Kind,
            });
            notification.HasIndex(row => new { row.CreatedAt, row.PersonId });
        });

        model.Entity<NotificationPreference>(preference =>
        {
            preference.ToTable("NotificationPreferences");
            preference.HasKey(row => row.PersonId);
            preference.Property(row => row.Muted).HasMaxLength(NotificationPreference.MutedLength).IsUnicode(false);
            preference.Property(row => row.Language).HasMaxLength(NotificationPreference.LanguageLength).IsUnicode(false);
        });
    }
}
