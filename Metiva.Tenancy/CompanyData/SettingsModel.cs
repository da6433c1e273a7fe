using Metiva.Domain.Shared;
using Metiva.Tenancy.Settings;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

internal static class SettingsModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Setting>(setting =>
        {
            setting.ToTable("Settings");
            setting.HasKey(row => row.GroupKey);
            setting.Property(row => row.GroupKey).HasMaxLength(Setting.KeyLength).IsUnicode(false);
            setting.Property(row => row.Value).HasMaxLength(Setting.ValueLength);
            setting.Property(row => row.Version).IsConcurrencyToken();
        });
        model.Entity<SettingChange>(change =>
        {
            change.ToTable("SettingChanges");
            change.HasKey(row => new { row.GroupKey, row.Version });
            change.Property(row => row.GroupKey).HasMaxLength(Setting.KeyLength).IsUnicode(false);
            change.Property(row => row.Value).HasMaxLength(Setting.ValueLength);
            change.Property(row => row.ChangedByName).HasMaxLength(Limits.Name);
        });
    }
}
