using System.Collections.Concurrent;
using Metiva.Domain.Companies;

namespace Metiva.Tenancy.Files.Previews;

/// <summary>
/// Looks through PDFs, one at a time in this process, and remembers what it found: content never changes. It is remembered for each
/// company by itself, so that nobody learns from an answer's haste what another company has.
/// </summary>
internal sealed class PdfChecks : IDisposable
{
    private const int Remembered = 2_000;
    private readonly ConcurrentDictionary<(CompanyId Company, string Hash), PdfVerdict> known = new();
    private readonly SemaphoreSlim one = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    /// <summary>What there is in this content; it stands at its beginning again afterwards.</summary>
    /// <exception cref="FileDamagedException">It is not what was written.</exception>
    internal async Task<PdfVerdict> LookAsync(CompanyId company, string hash, Stream content, CancellationToken cancellationToken)
    {
        if (known.TryGetValue((company, hash), out var verdict))
        {
            return verdict;
        }

        if (content.Length > PdfCheck.Largest)
        {
            return PdfVerdict.Unread;
        }

        await one.WaitAsync(cancellationToken);
        try
        {
            // Whoever waited for somebody who looked at the same need not look again.
            if (known.TryGetValue((company, hash), out verdict))
            {
                return verdict;
            }

            var file = new byte[content.Length];
            await content.ReadExactlyAsync(file, cancellationToken);
            content.Position = 0;
            verdict = await Task.Run(() => PdfCheck.Of(file), cancellationToken);
        }
        finally
        {
            one.Release();
        }

        if (known.Count >= Remembered)
        {
            known.Clear();
        }

        known[(company, hash)] = verdict;
        return verdict;
    }
}
