using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Metiva.Domain.Companies;

namespace Metiva.Tests.Isolation;

/// <summary>An answer as the matrix saw it.</summary>
internal sealed record Probed(HttpStatusCode Status, string Body)
{
    private string? normalised;

    /// <summary>The body as it came, without what a header says of it.</summary>
    public string Content { get; init; } = Body;

    /// <summary>The page without the frame around it: the frame names the company and the person everywhere.</summary>
    public string Main => Body.IndexOf("<main", StringComparison.Ordinal) is var at and >= 0 ? Body[at..] : Body;

    /// <summary>Why it was refused.</summary>
    public string? Refusal =>
        Regex
            .Match(Body, "data-refusal=\"(?<code>[A-Za-z]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Groups["code"]
            .Value;

    public bool Shows(string word) => Main.Contains(word, StringComparison.OrdinalIgnoreCase);

    public bool SameAs(Probed other) => Status == other.Status && Comparable == other.Comparable;

    private string Comparable => normalised ??= Normalised.Body(Body);
}

/// <summary>What somebody was looking for was found, so the rest need not be looked at.</summary>
internal sealed class EnoughFoundException : Exception;

/// <summary>Asks, and looks in every answer for what is another company's. What it finds is a list of sentences.</summary>
internal sealed class MatrixProbe(SentinelWorld world, string? until = null)
{
    private readonly ConcurrentQueue<string> found = new();

    public SentinelWorld World => world;

    /// <summary>How many answers were looked at.</summary>
    public int Cells { get; private set; }

    public IReadOnlyCollection<string> All => found;

    /// <exception cref="EnoughFoundException">That was what it looked for.</exception>
    public void Found(string sentence)
    {
        found.Enqueue(sentence);
        if (until is not null && sentence.Contains(until, StringComparison.Ordinal))
        {
            throw new EnoughFoundException();
        }
    }

    /// <param name="client">Who asks.</param>
    /// <param name="own">Whose words may be in the answer.</param>
    /// <param name="address">Where.</param>
    /// <param name="who">For the sentence.</param>
    /// <param name="registry">Whether the answer may name all companies.</param>
    /// <param name="part">Which bytes are asked for; null is all of them.</param>
    public async Task<Probed> ReadAsync(
        HttpClient client,
        CompanyId own,
        string address,
        string who,
        bool registry = false,
        RangeHeaderValue? part = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Range = part;
        using var response = await client.SendAsync(request);
        var body = await ReadAsync(response, own, address, who, registry);
        return new Probed(response.StatusCode, body) { Content = await response.Content.ReadAsStringAsync() };
    }

    public async Task<string> ReadAsync(HttpResponseMessage response, CompanyId own, string address, string who, bool registry = false)
    {
        Cells++;
        var body = await response.Content.ReadAsStringAsync();
        var all = $"{response.Headers}{response.Content.Headers}{body}";
        foreach (var word in SentinelWorld.ForeignWords(own, all, registry))
        {
            Found($"{address} {who} at {Sentinels.Words[own]} shows {word}");
        }

        // A logo may be kept, but has to be asked for again each time.
        var kept = response.Headers.CacheControl is not ({ NoStore: true } or { Private: true, NoCache: true });
        if (kept && Sentinels.Of(own).Any(word => body.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            Found($"{address} {who}: may be kept by a cache");
        }

        // A download names itself in a header; its content may be a picture.
        return body + response.Content.Headers.ContentDisposition;
    }
}
