using System.Globalization;
using Metiva.Domain.Files;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Usage;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Files;

/// <summary>What a company's sweep took away.</summary>
/// <param name="Purged">Files whose time in the bin was over.</param>
/// <param name="Expired">Uploads that stood still for too long.</param>
/// <param name="Orphans">Contents that no row names any more.</param>
internal sealed record SweptCompany(int Purged, int Expired, int Orphans);

/// <summary>
/// Takes away what a company does not need any more: rows first, then content without a row. Several nodes may do it at once: the rows
/// have their turn to write, and content goes only while nobody puts it anew. It reads and gives out nothing.
/// </summary>
internal sealed class FileSweeper(
    CompanyConnections connections,
    IDatabaseEngine engine,
    CompanyFileStores stores,
    FileSettings settings,
    UsageMeter meter,
    TimeProvider time
)
{
    private const int AtOnce = 200;

    /// <summary>Sweeps one company.</summary>
    internal async Task<SweptCompany> SweepAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        var (purged, expired) = (0, 0);
        for (var more = true; more; )
        {
            var (files, uploads) = await RowsAsync(company, cancellationToken);
            (purged, expired) = (purged + files, expired + uploads);
            more = files == AtOnce || uploads == AtOnce;
        }

        await stores.ReachedAsync("rows-swept");
        await NoteStorageAsync(company, cancellationToken);

        var store = await stores.FindAsync(company.Id, cancellationToken);
        var swept = store is null
            ? new Swept(0, 0)
            : await store.SweepAsync((names, token) => KeptAsync(company, names, token), settings.OrphanAge, time, cancellationToken);
        return new SweptCompany(purged, expired, swept.Orphans + swept.Temporaries);
    }

    /// <summary>
    /// Whether or not this sweep took rows away: one that was killed after it did has said nothing, and uploads give their room back by
    /// the clock.
    /// </summary>
    private async Task NoteStorageAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        var used = await connections.ReadAsync(
            company,
            (connection, limit) => StorageUseQuery.UsedAsync(connection, time.GetUtcNow(), limit),
            cancellationToken
        );
        if (used != meter.Of(company, UsageResource.StorageBytes).Used)
        {
            meter.SetStorage(company.Id, used);
        }
    }

    private Task<(int Files, int Uploads)> RowsAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        connections.WriteAsync(
            company,
            async (connection, transaction, limit) =>
            {
                await using var data = engine.CreateCompanyContext(connection);
                await data.Database.UseTransactionAsync(transaction.Inner, limit);
                var now = time.GetUtcNow();
                var before = now - StoredFile.InBin;
                var files = await data
                    .StoredFiles.Where(row => row.RemovedAt != null && row.RemovedAt < before)
                    .OrderBy(row => row.Id)
                    .Take(AtOnce)
                    .ToListAsync(limit);
                var uploads = await data
                    .FileUploads.Where(row => row.ExpiresAt <= now)
                    .OrderBy(row => row.Id)
                    .Include(row => row.Parts)
                    .Take(AtOnce)
                    .ToListAsync(limit);
                if (files.Count + uploads.Count == 0)
                {
                    return (0, 0);
                }

                data.RemoveRange(files);
                data.RemoveRange(uploads);
                data.AuditRecords.AddRange(files.Select(file => Purged(file, now)));
                await data.SaveChangesAsync(limit);
                await stores.ReachedAsync("rows-removing");
                await transaction.CommitAsync();
                return (files.Count, uploads.Count);
            },
            cancellationToken
        );

    private Task<IReadOnlySet<string>> KeptAsync(CatalogEntry company, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        connections.ReadAsync<IReadOnlySet<string>>(
            company,
            async (connection, limit) =>
            {
                await using var data = engine.CreateCompanyContext(connection);
                var files = data.StoredFiles.Where(row => names.Contains(row.StoredName)).Select(row => row.StoredName);
                var parts = data.Set<Uploads.FileUploadPart>().Where(row => names.Contains(row.StoredName)).Select(row => row.StoredName);
                return (await files.ToListAsync(limit)).Concat(await parts.ToListAsync(limit)).ToHashSet(StringComparer.Ordinal);
            },
            cancellationToken
        );

    private static AuditRecord Purged(StoredFile file, DateTimeOffset now) =>
        new()
        {
            At = now,
            PersonId = null,
            PersonName = "Metiva",
            Action = "files.purged",
            EntityType = nameof(StoredFile),
            EntityId = file.Id.ToString("D"),
            Summary = string.Create(CultureInfo.InvariantCulture, $"{file.Name}, {StoredFile.InBin.TotalDays:0} days after it was removed"),
        };
}
