using System.IO.Compression;
using System.Text;
using Metiva.Tenancy.Files;
using Xunit;

namespace Metiva.Tests.Files;

public sealed class ContentTypeTests
{
    private const string Unknown = "application/octet-stream";

    [Theory]
    [InlineData("%PDF-1.7\n", "application/pdf", true)]
    [InlineData("\u0089PNG\r\n\u001a\n", "image/png", true)]
    [InlineData("\u00ff\u00d8\u00ff\u00e0", "image/jpeg", true)]
    [InlineData("GIF87a", "image/gif", true)]
    [InlineData("GIF89a", "image/gif", true)]
    [InlineData("RIFF\u0001\u0002\u0003\u0004WEBPVP8 ", "image/webp", true)]
    [InlineData("RIFF\u0001\u0002\u0003\u0004WAVEfmt ", Unknown, false)]
    [InlineData("RIFF", "text/plain", false)]
    [InlineData("PK\u0005\u0006\0\0", "application/zip", false)]
    [InlineData("PK\u0003\u0004", "application/zip", false)]
    [InlineData("", Unknown, false)]
    [InlineData("MZ\u0090\0", Unknown, false)]
    [InlineData("\u007fELF", Unknown, false)]
    [InlineData("tekst\0met een nul", Unknown, false)]
    [InlineData("een regel\r\nen nog een\t.", "text/plain", false)]
    [InlineData("<!DOCTYPE html><script>alert(1)</script>", "text/plain", false)]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "text/plain", false)]
    [InlineData(" %PDF-1.7", "text/plain", false)]
    [InlineData("caf\u00e9", Unknown, false)]
    public void It_is_told_by_the_first_bytes(string bytes, string type, bool previewable)
    {
        Assert.Equal(type, ContentType.Of(Encoding.Latin1.GetBytes(bytes)));
        Assert.Equal(previewable, ContentType.IsPreviewable(type));
    }

    [Theory]
    [InlineData("image/svg+xml")]
    [InlineData("text/html")]
    [InlineData("application/xhtml+xml")]
    [InlineData("text/plain")]
    [InlineData("IMAGE/PNG; charset=x")]
    [InlineData("")]
    public void Nothing_else_is_shown_in_place(string type) => Assert.False(ContentType.IsPreviewable(type));

    [Fact]
    public void Text_in_utf8_may_be_cut_in_a_character_only_where_more_follows()
    {
        Assert.Equal("text/plain", ContentType.Of(Encoding.UTF8.GetBytes("\ufeffé € 🙂")));
        var cut = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("€", ContentType.FirstBytes)));
        Assert.Equal("text/plain", ContentType.Of(cut.AsSpan(0, ContentType.FirstBytes)));
        Assert.Equal(Unknown, ContentType.Of(cut.AsSpan(0, 10)));
    }

    [Theory]
    [InlineData("wordprocessingml.document", "[Content_Types].xml", "_rels/.rels", "word/document.xml")]
    [InlineData("spreadsheetml.sheet", "[Content_Types].xml", "xl/workbook.xml")]
    [InlineData("presentationml.presentation", "[Content_Types].xml", "ppt/presentation.xml")]
    public void An_office_document_is_told_by_its_entries(string kind, params string[] entries) =>
        Assert.Equal("application/vnd.openxmlformats-officedocument." + kind, ContentType.Of(Archive(entries)));

    [Theory]
    [InlineData("word/document.xml")]
    [InlineData("[Content_Types].xml", "iets.xml")]
    [InlineData("word.txt", "xl.txt")]
    public void Any_other_archive_is_one(params string[] entries) => Assert.Equal("application/zip", ContentType.Of(Archive(entries)));

    private static byte[] Archive(string[] entries)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var entry in entries)
            {
                using var writer = new StreamWriter(archive.CreateEntry(entry).Open());
                writer.Write("<xml/>");
            }
        }

        return bytes.ToArray();
    }
}
