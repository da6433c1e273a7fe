using Metiva.Tenancy.Search;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

internal static class SearchModel
{
    public static void Configure(ModelBuilder model) =>
        model.Entity<SearchEntry>(entry =>
        {
            entry.ToTable("SearchEntries");
            entry.Property(row => row.Id).ValueGeneratedOnAdd();
            entry.Property(row => row.EntityType).HasMaxLength(SearchEntry.TypeLength).IsUnicode(false);
            entry.Property(row => row.Title).HasMaxLength(SearchEntry.TitleLength);
            entry.HasIndex(row => new { row.EntityType, row.EntityId }).IsUnique();
        });
}
