using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Metiva.Tenancy.Files;

/// <summary>What a file is by what it begins with. What its name or its sender says about it counts for nothing.</summary>
public static class ContentType
{
    /// <summary>How many bytes from the beginning <see cref="Of"/> wants to see, where there are so many.</summary>
    public const int FirstBytes = 4096;

    /// <summary>Anything that is not recognised, an empty file included.</summary>
    public const string Unknown = "application/octet-stream";

    /// <summary>A document in pages.</summary>
    public const string Pdf = "application/pdf";

    private const string Png = "image/png";
    private const string Jpeg = "image/jpeg";
    private const string Gif = "image/gif";
    private const string WebP = "image/webp";
    private const string Zip = "application/zip";
    private const string Text = "text/plain";
    private const string Office = "application/vnd.openxmlformats-officedocument.";

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> ZipEntry => "PK\u0003\u0004"u8;

    private static ReadOnlySpan<byte> EmptyZip => "PK\u0005\u0006"u8;

    /// <summary>The media type of what begins with these bytes. HTML and SVG are plain text.</summary>
    public static string Of(ReadOnlySpan<byte> first) =>
        first.StartsWith("%PDF-"u8) ? Pdf
        : first.StartsWith(PngStart) ? Png
        : first.StartsWith(JpegStart) ? Jpeg
        : first.StartsWith("GIF87a"u8) || first.StartsWith("GIF89a"u8) ? Gif
        : first.Length >= 12 && first.StartsWith("RIFF"u8) && first[8..].StartsWith("WEBP"u8) ? WebP
        : first.StartsWith(ZipEntry) ? OfZip(first)
        : first.StartsWith(EmptyZip) ? Zip
        : first.Length > 0 && IsText(first) ? Text
        : Unknown;

    /// <summary>
    /// Whether a browser may show it in place: pictures made of points, and PDF once it was looked through
    /// (<see cref="Previews.FilePreviewQuery"/>). Never what may carry script that would run as Metiva, such as HTML and SVG.
    /// </summary>
    public static bool IsPreviewable(string contentType) => contentType is Png or Jpeg or Gif or WebP or Pdf;

    /// <summary>Office documents are archives with a list of contents and a folder by which they are told apart.</summary>
    private static string OfZip(ReadOnlySpan<byte> first)
    {
        var (hasList, office) = (false, "");
        for (int at; (at = first.IndexOf(ZipEntry)) >= 0; first = first[(at + ZipEntry.Length)..])
        {
            var name = EntryName(first[at..]);
            hasList |= name.SequenceEqual("[Content_Types].xml"u8);
            office =
                name.StartsWith("word/"u8) ? "wordprocessingml.document"
                : name.StartsWith("xl/"u8) ? "spreadsheetml.sheet"
                : name.StartsWith("ppt/"u8) ? "presentationml.presentation"
                : office;
        }

        return hasList && office.Length > 0 ? Office + office : Zip;
    }

    private static ReadOnlySpan<byte> EntryName(ReadOnlySpan<byte> entry)
    {
        const int LengthAt = 26;
        const int NameAt = 30;
        return entry.Length < NameAt
            ? []
            : entry[NameAt..][..Math.Min(entry.Length - NameAt, BinaryPrimitives.ReadUInt16LittleEndian(entry[LengthAt..]))];
    }

    private static bool IsText(ReadOnlySpan<byte> first)
    {
        // The last character may have been cut in two, but only where more follows.
        var mayBeCut = first.Length >= FirstBytes;
        while (first.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(first, out var rune, out var length);
            if (status == OperationStatus.NeedMoreData && mayBeCut)
            {
                return true;
            }

            if (status != OperationStatus.Done || (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r' or '\f')))
            {
                return false;
            }

            first = first[length..];
        }

        return true;
    }
}
