using System.Collections.Concurrent;
using System.Data.Common;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Support;

/// <summary>
/// The installation's engine, with every statement that a company's database really runs written down: the database itself tells, so
/// nothing that reaches it can be missed.
/// </summary>
internal sealed class TracingEngine(IDatabaseEngine inner) : EngineDecorator(inner)
{
    private readonly ConcurrentQueue<string> statements = new();

    /// <summary>Puts it in the place of the registered engine.</summary>
    public static void Wrap(IServiceCollection services)
    {
        var registered = services.Last(service => service.ServiceType == typeof(IDatabaseEngine));
        services.Remove(registered);
        services.AddSingleton(provider => new TracingEngine(
            (IDatabaseEngine)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!)
        ));
        services.AddSingleton<IDatabaseEngine>(provider => provider.GetRequiredService<TracingEngine>());
    }

    /// <summary>What ran since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        while (statements.TryDequeue(out var statement))
        {
            // The driver turns foreign keys on with each open; that reads nothing.
            if (!statement.StartsWith("PRAGMA foreign_keys", StringComparison.Ordinal))
            {
                taken.Add(statement);
            }
        }

        return taken;
    }

    public override async ValueTask<DbConnection> OpenCompanyAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        var connection = await base.OpenCompanyAsync(company, cancellationToken);
        SQLitePCL.raw.sqlite3_trace(
            (SQLitePCL.sqlite3)SqliteHandle.Of((SqliteConnection)connection),
            (_, statement) => statements.Enqueue(statement),
            null
        );
        return connection;
    }
}
