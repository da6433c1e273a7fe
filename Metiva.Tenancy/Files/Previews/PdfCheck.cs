using System.Collections.Frozen;
using System.IO.Compression;

namespace Metiva.Tenancy.Files.Previews;

/// <summary>What was found in a PDF.</summary>
internal enum PdfVerdict
{
    /// <summary>Nothing that acts by itself.</summary>
    Quiet,

    /// <summary>Something that does, or may.</summary>
    Active,

    /// <summary>It cannot be said: it is encrypted, too large, or made so that readers may find different things in it.</summary>
    Unread,
}

/// <summary>
/// Looks for what acts by itself in a PDF: every name in the file and in the streams that hold objects, escapes undone, wherever it
/// stands. It follows no table of contents, since that could lead another reader elsewhere; so a name in a comment counts as well. What
/// it takes for active without need costs a preview and nothing else.
/// </summary>
internal sealed class PdfCheck
{
    /// <summary>How many bytes a file may have: it is held in memory for a moment.</summary>
    internal const int Largest = 32 * 1024 * 1024;

    /// <summary>How many bytes all streams that hold objects may become.</summary>
    internal const int LargestUnpacked = 64 * 1024 * 1024;

    /// <summary>How far the dictionary of a stream may reach.</summary>
    private const int LongestDictionary = 64 * 1024;

    private const int Effort = 2 * Largest;

    /// <summary>A document has one; one that was changed often keeps the earlier ones.</summary>
    private const int MostOpenings = 16;

    private static readonly FrozenSet<string> Active = FrozenSet.ToFrozenSet(
        ["JavaScript", "Launch", "XFA", "RichMedia", "Rendition", "SubmitForm", "ImportData", "EmbeddedFile", "EmbeddedFiles"],
        StringComparer.Ordinal
    );

    private readonly byte[] file;
    private readonly HashSet<int> streams = [];
    private readonly HashSet<int> opening = [];
    private readonly List<(int Number, byte[] Source, int At)> objects = [];
    private bool active;
    private bool unread;
    private int named;
    private int unpacked;
    private long effort;

    private PdfCheck(byte[] file) => this.file = file;

    /// <summary>Looks through a whole file.</summary>
    internal static PdfVerdict Of(byte[] file)
    {
        var check = new PdfCheck(file);
        check.Look();
        return check.active ? PdfVerdict.Active
            : check.unread ? PdfVerdict.Unread
            : PdfVerdict.Quiet;
    }

    private void Look()
    {
        unread = file.Length > Largest;
        LookAtNames(file, packed: false);
        for (var at = Find("obj"u8, 0); at >= 0 && !active && !unread; at = Find("obj"u8, at + 1))
        {
            if (PdfObjectHeader.IsBefore(file, at, out var number))
            {
                LookAtObject(number, at + "obj".Length);
            }
        }

        // Whatever a reader could take for the beginning of a stream was looked at as one.
        for (var at = Find("stream"u8, 0); at >= 0 && !unread; at = Find("stream"u8, at + 1))
        {
            unread = PdfObjectHeader.IsWord(file, at, "stream".Length) && !streams.Contains(at);
        }

        unread |= named > 0;
        active |= opening.Any(number => !IsHarmless(number));
    }

    private int Find(ReadOnlySpan<byte> word, int from) => file.AsSpan(from).IndexOf(word) is >= 0 and var at ? from + at : -1;

    private void LookAtNames(byte[] bytes, bool packed)
    {
        for (var at = 0; !active && bytes.AsSpan(at).IndexOf((byte)'/') is >= 0 and var slash; )
        {
            var name = PdfTokens.NameAt(bytes, at + slash + 1, out at);
            active |= Active.Contains(name) || (name is "JS" or "AA" && IsKey(bytes, at)) || (name == "OpenAction" && Opens(bytes, at));
            unread |= name == "Encrypt" || (packed && name == "ObjStm");
            named += name == "ObjStm" ? 1 : 0;
        }
    }

    /// <summary>Two letters come up by chance in what is packed; followed by a value they hardly do.</summary>
    private static bool IsKey(byte[] bytes, int at)
    {
        while (at < bytes.Length && PdfTokens.IsSpace(bytes[at]))
        {
            at++;
        }

        return at < bytes.Length && ("(<%"u8.Contains(bytes[at]) || char.IsAsciiDigit((char)bytes[at]));
    }

    /// <summary>Whether what happens on opening is more than going to a page; what it refers to is asked at the end.</summary>
    private bool Opens(byte[] bytes, int at)
    {
        var tokens = new PdfTokens(Within(bytes, at), at);
        var (first, _, third) = (tokens.Next(), tokens.Next(), tokens.Next());
        if (third.Is("R") && int.TryParse(first.Word, out var number))
        {
            opening.Add(number);
            return opening.Count > MostOpenings;
        }

        return !Goes(bytes, at);
    }

    private bool IsHarmless(int number)
    {
        var found = objects.Where(one => one.Number == number).ToList();
        return found.Count > 0 && found.TrueForAll(one => Goes(one.Source, one.At));
    }

    private static bool Goes(byte[] bytes, int at)
    {
        var tokens = new PdfTokens(Within(bytes, at), at);
        var first = tokens.Next();
        return first.Is("[") || (first.Is("<<") && PdfDictionary.Read(ref tokens) is { OnlyGoes: true });
    }

    private void LookAtObject(int number, int at)
    {
        objects.Add((number, file, at));
        var tokens = new PdfTokens(Within(file, at), at);
        if (tokens.Next().Is("<<") && PdfDictionary.Read(ref tokens) is { } dictionary && tokens.Next().Is("stream"))
        {
            named -= streams.Add(tokens.At - "stream".Length) && dictionary.IsNamed ? 1 : 0;
            if (dictionary.HoldsObjects)
            {
                LookInside(dictionary, tokens.At);
            }
        }

        effort += tokens.At - at;
        unread |= effort > Effort;
    }

    private void LookInside(PdfDictionary dictionary, int at)
    {
        var start = at + (file.AsSpan(at).StartsWith("\r\n"u8) ? 2 : 1);
        var begins = at < file.Length && file[at] is (byte)'\r' or (byte)'\n';
        if (!begins || !dictionary.IsPlain)
        {
            unread = true;
        }
        else if (dictionary.IsFlate && Unpack(start) is { } bytes)
        {
            LookAtNames(bytes, packed: true);
            NoteObjects(bytes, dictionary.Number("First"));
        }
    }

    /// <summary>Which objects there are stands first, each with its place.</summary>
    private void NoteObjects(byte[] bytes, int first)
    {
        var tokens = new PdfTokens(bytes, 0);
        while (
            tokens.At < first
            && int.TryParse(tokens.Next().Word, out var number)
            && int.TryParse(tokens.Next().Word, out var place)
            && place >= 0
            && place < bytes.Length - first
        )
        {
            objects.Add((number, bytes, first + place));
        }
    }

    private byte[]? Unpack(int start)
    {
        using var packed = new ZLibStream(new MemoryStream(file, start, file.Length - start), CompressionMode.Decompress);
        var plain = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            while (packed.Read(buffer) is > 0 and var read)
            {
                plain.Write(buffer, 0, read);
                unpacked += read;
                if (unpacked > LargestUnpacked)
                {
                    unread = true;
                    return null;
                }
            }
        }
        catch (InvalidDataException)
        {
            // A reader may go on where this one does not.
            unread = true;
        }

        return plain.ToArray();
    }

    private static ReadOnlySpan<byte> Within(byte[] bytes, int at) =>
        bytes.AsSpan(0, (int)Math.Min(bytes.Length, (long)at + LongestDictionary));
}
