using Metiva.Domain.Invoices;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Metiva.Tenancy.Search;

/// <summary>Keeps <see cref="SearchEntry"/> true in every save, whoever saves: no command has to know of it.</summary>
internal static class SearchIndex
{
    /// <summary>Puts what the save changes into the entries of the same save.</summary>
    /// <returns>How many entries are made.</returns>
    internal static async Task<int> ApplyAsync(CompanyContext context, CancellationToken cancellationToken)
    {
        var changed = context
            .ChangeTracker.Entries()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .ToList();
        var made = 0;
        foreach (var entry in changed)
        {
            if (SearchSource.Of(entry.Entity, []) is not { } source)
            {
                continue;
            }

            var kept = entry.State == EntityState.Added ? null : await FindAsync(context, source, cancellationToken);
            if (entry.State == EntityState.Deleted)
            {
                if (kept is not null)
                {
                    context.Remove(kept);
                }

                continue;
            }

            if (kept is null)
            {
                kept = new SearchEntry { EntityType = source.Type, EntityId = source.Id };
                context.Add(kept);
                made++;
            }

            if (entry.Entity is Invoice invoice)
            {
                source = SearchSource.Of(invoice, await LinesAsync(context, entry, invoice, cancellationToken))!;
            }

            source.Fill(kept);
        }

        return made;
    }

    private static Task<SearchEntry?> FindAsync(CompanyContext context, SearchSource source, CancellationToken cancellationToken) =>
        context.SearchEntries.SingleOrDefaultAsync(row => row.EntityType == source.Type && row.EntityId == source.Id, cancellationToken);

    // Not every step of an invoice's life loads its lines.
    private static async Task<IEnumerable<string>> LinesAsync(
        CompanyContext context,
        EntityEntry entry,
        Invoice invoice,
        CancellationToken cancellationToken
    ) =>
        entry.State == EntityState.Added || entry.Collection(nameof(Invoice.Lines)).IsLoaded || invoice.Lines.Count > 0
            ? invoice.Lines.Select(line => line.Description)
            : await context
                .Set<InvoiceLine>()
                .Where(line => EF.Property<Guid>(line, "InvoiceId") == invoice.Id)
                .OrderBy(line => line.Position)
                .Select(line => line.Description)
                .ToListAsync(cancellationToken);
}
