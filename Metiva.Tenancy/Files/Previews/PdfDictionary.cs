namespace Metiva.Tenancy.Files.Previews;

/// <summary>The entries of one dictionary, each with the words that it was given, and nothing of what they mean.</summary>
internal sealed class PdfDictionary
{
    private static readonly string[] Flate = ["FlateDecode", "Fl"];
    private static readonly string[] ReadByNobody = ["DecodeParms", "DP", "F", "FFilter", "FDecodeParms"];
    private readonly List<(string Key, List<PdfToken> Value)> entries = [];

    /// <summary>Whether it is one that holds objects. Some readers ask what it says it is, others only whether it has a list of them.</summary>
    internal bool HoldsObjects => IsNamed || (Has("First") && Has("N"));

    /// <summary>Whether it says so.</summary>
    internal bool IsNamed => Of("Type") is [{ Kind: PdfTokenKind.Name, Word: "ObjStm" }];

    /// <summary>Whether what follows it is packed in the one way that is unpacked here, and in no other.</summary>
    internal bool IsFlate =>
        Of("Filter") switch
        {
            [{ Kind: PdfTokenKind.Name } only] => Flate.Contains(only.Word),
            [var open, { Kind: PdfTokenKind.Name } only, var close] => open.Is("[") && close.Is("]") && Flate.Contains(only.Word),
            _ => false,
        };

    /// <summary>Whether every reader finds the same objects after it: each key once, and packed plainly or not at all.</summary>
    internal bool IsPlain =>
        entries.DistinctBy(entry => entry.Key).Count() == entries.Count && !ReadByNobody.Any(Has) && (IsFlate || !Has("Filter"));

    /// <summary>Whether it only goes to a place in the same document.</summary>
    internal bool OnlyGoes =>
        entries.All(entry => entry.Key is "S" or "D" or "Type") && Of("S") is [{ Kind: PdfTokenKind.Name, Word: "GoTo" }];

    /// <summary>The number under this key; -1 when there is none.</summary>
    internal int Number(string key) => Of(key) is [var only] && int.TryParse(only.Word, out var number) ? number : -1;

    /// <summary>Reads the rest of a dictionary that was opened; null when it does not end.</summary>
    internal static PdfDictionary? Read(ref PdfTokens tokens)
    {
        var read = new PdfDictionary();
        var depth = 0;
        for (var token = tokens.Next(); token.Kind != PdfTokenKind.End; token = tokens.Next())
        {
            if (depth == 0 && token.Is(">>"))
            {
                return read;
            }

            // A name where a key may stand: at the beginning, or after a value. A name right after a key is its value.
            if (depth == 0 && token.Kind == PdfTokenKind.Name && read.entries is not [.., (_, { Count: 0 })])
            {
                read.entries.Add((token.Word, []));
                continue;
            }

            if (read.entries.Count > 0)
            {
                read.entries[^1].Value.Add(token);
            }

            depth +=
                token.Is("<<") || token.Is("[") ? 1
                : token.Is(">>") || token.Is("]") ? -1
                : 0;
        }

        return null;
    }

    private bool Has(string key) => entries.Exists(entry => entry.Key == key);

    private List<PdfToken> Of(string key) => entries.Find(entry => entry.Key == key).Value ?? [];
}
