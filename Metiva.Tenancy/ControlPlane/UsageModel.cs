using Metiva.Domain.Features;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.ControlPlane;

internal static class UsageModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<CompanyFeatureRow>(row =>
        {
            row.ToTable("CompanyFeatures");
            row.HasKey(feature => new { feature.CompanyId, feature.Name });
            row.Property(feature => feature.Name).HasMaxLength(FeatureSwitches.NameLength).IsUnicode(false);
        });
        model.Entity<UsageCounterRow>(row =>
        {
            row.ToTable("UsageCounters");
            row.HasKey(counter => new
            {
                counter.CompanyId,
                counter.Month,
                counter.Resource,
            });
            row.HasIndex(counter => new { counter.Month, counter.ChangedAt });
        });
        model.Entity<UsageFlushRow>(row =>
        {
            row.ToTable("UsageFlushes");
            row.HasKey(flush => flush.Node);
            row.Property(flush => flush.Node).ValueGeneratedNever();
        });
        model.Entity<UsageWarningRow>(row =>
        {
            row.ToTable("UsageWarnings");
            row.Property(warning => warning.Id).ValueGeneratedNever();
            row.HasIndex(warning => new
                {
                    warning.CompanyId,
                    warning.Resource,
                    warning.Month,
                    warning.Threshold,
                })
                .IsUnique();
            row.HasIndex(warning => warning.ToldAt);
        });
    }
}
