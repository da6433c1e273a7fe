using System.Data.Common;

namespace Metiva.Tenancy.Connections;

/// <summary>An open connection together with its place in the budget; disposing it gives both back.</summary>
internal sealed class CompanyConnection : IDisposable, IAsyncDisposable
{
    private CompanyPool? pool;

    internal CompanyConnection(DbConnection connection, CompanyPool pool)
    {
        Connection = connection;
        this.pool = pool;
    }

    /// <summary>The connection. It is not to be disposed by itself.</summary>
    internal DbConnection Connection { get; }

    public void Dispose()
    {
        // Once, whoever asks.
        if (Interlocked.Exchange(ref pool, null) is { } taken)
        {
            try
            {
                Connection.Dispose();
            }
            finally
            {
                taken.GiveBack();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref pool, null) is { } taken)
        {
            try
            {
                await Connection.DisposeAsync();
            }
            finally
            {
                taken.GiveBack();
            }
        }
    }
}
