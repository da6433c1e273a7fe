using Metiva.Domain.Companies;
using Metiva.Domain.Files;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>
/// Fills the new and empty database of a demo company, in Development only. It takes records and gives none back: a way to a company's
/// data without a <see cref="Binding.TenantContext"/> that only leads into a database that holds nothing yet. The only other such way
/// leads into the audit (<see cref="Auditing.CompanyAuditWriter"/>).
/// </summary>
public sealed class CompanySeeder
{
    private readonly CompanyConnections connections;
    private readonly IDatabaseEngine engine;
    private readonly CompanyFileStores stores;
    private readonly Snapshots snapshots;
    private readonly IHostEnvironment environment;
    private readonly TimeProvider time;

    internal CompanySeeder(
        CompanyConnections connections,
        IDatabaseEngine engine,
        CompanyFileStores stores,
        Snapshots snapshots,
        IHostEnvironment environment,
        TimeProvider time
    )
    {
        (this.connections, this.engine, this.stores) = (connections, engine, stores);
        (this.snapshots, this.environment, this.time) = (snapshots, environment, time);
    }

    /// <summary>The audit record that marks a company as filled, written in the same transaction as the data.</summary>
    public const string Seeded = "demo.seeded";

    private const int Batch = 100;

    /// <summary>Thousands of rows in one transaction take longer than a company's plan gives one piece of work, on a server far away.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Writes the records, in their order, in one transaction: after a crash there is all of it or nothing. Does nothing, and
    /// does not make them, when this was done before.
    /// </summary>
    /// <param name="id">The company.</param>
    /// <param name="make">Makes the records. What others refer to comes first.</param>
    /// <param name="cancellationToken">Stops it; nothing is kept then.</param>
    /// <returns>How many records were written, what belongs to them included; 0 when it was done before.</returns>
    /// <exception cref="InvalidOperationException">
    /// Not in Development, no such company, or its database holds data that is not from here.
    /// </exception>
    public Task<int> SeedAsync(CompanyId id, Func<IEnumerable<object>> make, CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException("Demo data is made in Development only.");
        }

        var company = snapshots.Catalog.Find(id) ?? throw new InvalidOperationException($"There is no company {id}.");
        return connections.WriteAsync(
            company,
            async (connection, transaction, limit) =>
            {
                await using var data = engine.CreateCompanyContext(connection);
                data.ChangeTracker.AutoDetectChangesEnabled = false;
                await data.Database.UseTransactionAsync(transaction.Inner, limit);
                if (await data.AuditRecords.AnyAsync(record => record.Action == Seeded, limit))
                {
                    return 0;
                }

                if (await HoldsDataAsync(data, limit))
                {
                    throw new InvalidOperationException($"Company {id} holds data already, so no demo data goes in.");
                }

                var written = await WriteAsync(data, make(), limit);
                data.AuditRecords.Add(Mark(id, written));
                await data.SaveChangesAsync(limit);
                await transaction.CommitAsync();
                return written;
            },
            AtMost,
            cancellationToken
        );
    }

    /// <summary>Stores what a file of the records is going to hold: before them, so that a file's row is never there without it.</summary>
    /// <exception cref="InvalidOperationException">Not in Development.</exception>
    public async Task<FileContents> PutFileAsync(CompanyId id, byte[] content, CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException("Demo data is made in Development only.");
        }

        var store = await stores.OpenAsync(id, cancellationToken);
        using var stream = new MemoryStream(content);
        var stored = await store.PutAsync(stream, content.Length, cancellationToken);
        return new FileContents(ContentType.Of(content), stored.Length, stored.Hash, store.NameOf(stored.Hash));
    }

    private static async Task<bool> HoldsDataAsync(CompanyContext data, CancellationToken cancellationToken) =>
        await data.Profile.AnyAsync(cancellationToken)
        || await data.Accounts.AnyAsync(cancellationToken)
        || await data.Projects.AnyAsync(cancellationToken)
        || await data.NumberSeries.AnyAsync(cancellationToken);

    private static async Task<int> WriteAsync(CompanyContext data, IEnumerable<object> records, CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var batch in records.Chunk(Batch))
        {
            data.AddRange(batch);
            written += await data.SaveChangesAsync(cancellationToken);
            data.ChangeTracker.Clear();
        }

        return written;
    }

    private AuditRecord Mark(CompanyId id, int written) =>
        new()
        {
            At = time.GetUtcNow(),
            PersonId = null,
            PersonName = "Metiva",
            Action = Seeded,
            EntityType = "Company",
            EntityId = id.ToString(),
            Summary = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Filled with demo data: {written} records"),
        };
}
