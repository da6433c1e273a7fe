using System.Collections.Concurrent;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Binding;

namespace Metiva.Tenancy.Connections.Limits;

/// <summary>
/// How much of one person runs at one company at once on this node. More of it waits in the person's own line, so that whoever opens
/// twenty heavy reports does not take the connections of their colleagues.
/// </summary>
internal sealed class PersonTurns(TenancyOptions options)
{
    // Whoever stopped working keeps an empty place; beyond this many, those go.
    private const int Kept = 10_000;

    private readonly ConcurrentDictionary<(CompanyId, PersonId), Line> lines = new();

    /// <summary>Waits for a turn; disposing it gives it back.</summary>
    /// <exception cref="BindingRefusedException">Busy: it did not come in time.</exception>
    internal async ValueTask<Turn> TakeAsync(CompanyId company, PersonId person, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (lines.Count > Kept)
        {
            Tidy();
        }

        Line line;
        do
        {
            line = lines.GetOrAdd((company, person), static (_, most) => new Line(most), options.StatementsPerPerson);
        } while (!line.TryJoin());

        try
        {
            return await line.Turns.WaitAsync(wait, cancellationToken)
                ? new Turn(line)
                : throw new BindingRefusedException(BindingOutcome.Busy);
        }
        catch
        {
            line.Leave();
            throw;
        }
    }

    private void Tidy()
    {
        foreach (var (who, line) in lines)
        {
            if (line.TryClose())
            {
                lines.TryRemove(KeyValuePair.Create(who, line));
            }
        }
    }

    /// <summary>A place among those that run.</summary>
    internal readonly struct Turn(Line? line) : IDisposable
    {
        public void Dispose()
        {
            line?.Turns.Release();
            line?.Leave();
        }
    }

    internal sealed class Line(int most)
    {
        private const int Closed = int.MinValue;
        private int people;

        internal SemaphoreSlim Turns { get; } = new(most, most);

        /// <summary>False when it is being taken away; then there will be another.</summary>
        internal bool TryJoin()
        {
            var seen = Volatile.Read(ref people);
            while (seen != Closed)
            {
                var before = Interlocked.CompareExchange(ref people, seen + 1, seen);
                if (before == seen)
                {
                    return true;
                }

                seen = before;
            }

            return false;
        }

        internal void Leave() => Interlocked.Decrement(ref people);

        internal bool TryClose() => Interlocked.CompareExchange(ref people, Closed, 0) == 0;
    }
}
