using Metiva.Tenancy.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

internal static class WorkModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<WorkItem>(item =>
        {
            item.ToTable("WorkItems");
            item.Property(row => row.Id).ValueGeneratedNever();
            item.Property(row => row.Kind).HasMaxLength(WorkItem.KindLength).IsUnicode(false);
            item.Property(row => row.Payload).HasMaxLength(WorkItem.PayloadLength).IsUnicode(false);
            item.Property(row => row.Key).HasMaxLength(WorkItem.KeyLength).IsUnicode(false);
            item.Property(row => row.Trouble).HasMaxLength(WorkItem.TroubleLength).IsUnicode(false);
            item.Property(row => row.ClaimedBy).IsConcurrencyToken();
            item.HasIndex(row => row.Key).IsUnique();
            item.HasIndex(row => new { row.State, row.DueAt });
            item.HasIndex(row => new { row.Kind, row.CreatedAt });
        });
        model.Entity<WorkRunRecord>(run =>
        {
            run.ToTable("WorkRuns");
            run.HasKey(row => new { row.ItemId, row.Attempt });
            run.Property(row => row.Trouble).HasMaxLength(WorkItem.TroubleLength).IsUnicode(false);
            run.Property(row => row.Node).HasMaxLength(WorkRunRecord.NodeLength).IsUnicode(false);
        });
    }
}
