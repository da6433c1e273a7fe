using System.Text;
using Metiva.Tenancy.Files.Previews;
using Metiva.Web.Development.Demo;
using Xunit;
using static Metiva.Tests.Files.Previews.SamplePdf;

namespace Metiva.Tests.Files.Previews;

public sealed class PdfCheckTests
{
    private const string Script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>";

    [Theory]
    [InlineData("/Names << /JavaScript 4 0 R >>")]
    [InlineData("/Names << /J#61vaScript 4 0 R >>")]
    [InlineData("/X << /S /Rendition >>")]
    [InlineData("/X << /JS(app.alert\\(1\\)) >>")]
    [InlineData("/X << /#4a#53 \n<61> >>")]
    [InlineData("/X << /JS%\n4 0 R >>")]
    [InlineData("/AA<< /WC 4 0 R >>")]
    [InlineData("/AA 4 0 R")]
    [InlineData("/X << /S /Launch /F (calc.exe) >>")]
    [InlineData("/AcroForm << /XFA 4 0 R >>")]
    [InlineData("/X << /Subtype /RichMedia >>")]
    [InlineData("/X << /S /SubmitForm /F (https://example.org) >>")]
    [InlineData("/Names << /EmbeddedFiles 4 0 R >>")]
    [InlineData("/OpenAction << /S /URI /URI (https://example.org) >>")]
    [InlineData("/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next 4 0 R >>")]
    [InlineData("/OpenAction 4 0 R")]
    [InlineData("/OpenAction 99 0 R")]
    [InlineData("/Open#41ction <</S/URI/URI(x)>>")]
    [InlineData("% a comment /JavaScript counts as well\n")]
    public void What_acts_by_itself_is_found(string catalog) =>
        Assert.Equal(PdfVerdict.Active, PdfCheck.Of(Of(catalog, "<< /S /URI /URI (https://example.org) >>")));

    [Theory]
    [InlineData("")]
    [InlineData("/OpenAction [3 0 R /Fit]")]
    [InlineData("/OpenAction << /Type /Action /S /GoTo /D [3 0 R /XYZ 0 0 1] >>")]
    [InlineData("/OpenAction 4 0 R")]
    [InlineData("/OpenAction 5 0 R")]
    [InlineData("/OpenAction 20 0 R")]
    [InlineData("/X << /JSON (a) /AAA 1 /AA /JS /JS#20X (a) /Launcher 1 >>")]
    [InlineData("/X << /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.org) >> >>")]
    public void What_does_nothing_by_itself_is_not(string catalog)
    {
        var file = Of(
            catalog,
            "<< /S /GoTo /D [3 0 R /Fit] >>",
            "[3 0 R /Fit]",
            ObjectStream("<< /S /GoTo /D [3 0 R /Fit] >>"),
            "<< /Length 9 >>\nstream\r\n/a 1 Do\r\n\nendstream"
        );
        Assert.Equal(PdfVerdict.Quiet, PdfCheck.Of(file));
    }

    [Theory]
    [InlineData("/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode")]
    [InlineData("/Type /ObjStm /N 1 /First 5 /Filter [/Fl]")]
    [InlineData("/Type /Obj#53tm /#4e 1 /First 5 /Filter /Flate#44ecode")]
    [InlineData("/N 1 /First 5 /Filter /FlateDecode")]
    [InlineData("/Type /XObject /X (\\) stream endobj <<) /N 1 /First 5 %>> stream\n /Filter /FlateDecode")]
    public void It_is_found_where_objects_are_packed(string entries)
    {
        Assert.Equal(PdfVerdict.Active, PdfCheck.Of(Of("", ObjectStream(Script, entries))));
        Assert.Equal(PdfVerdict.Active, PdfCheck.Of(Of("/OpenAction 20 0 R", ObjectStream("<< /S /URI /URI (x) >>", entries))));
    }

    [Theory]
    [InlineData("/Type /ObjStm /N 1 /First 5 /Filter [/ASCII85Decode /FlateDecode]")]
    [InlineData("/Type /ObjStm /N 1 /First 5 /Filter /LZWDecode")]
    [InlineData("/Type /ObjStm /N 1 /First 5 /Filter 4 0 R")]
    [InlineData("/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /DecodeParms << /Predictor 12 >>")]
    [InlineData("/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Filter /LZWDecode")]
    [InlineData("/N 1 /First 5 /Filter /LZWDecode")]
    [InlineData("/Type 4 0 R /X /ObjStm")]
    public void Objects_packed_in_another_way_are_not_looked_through(string entries) =>
        Assert.Equal(PdfVerdict.Unread, PdfCheck.Of(Of("", ObjectStream("<< >>", entries))));

    [Theory]
    [InlineData("/Encrypt 4 0 R", "")]
    [InlineData("", "(x 7 0 obj << /N 1 /First 5 /Filter /LZWDecode >>\nstream\nx\nendstream)")]
    [InlineData("", "<< /N 1 /First 5 /Filter /LZWDecode /X (\n7 0 obj << ) >>\nstream\nx\nendstream")]
    [InlineData("", "<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode >>\nstream\nnoise\nendstream")]
    [InlineData("", "<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode >>\nstream of\nnoise\nendstream")]
    [InlineData("/X << /Type /ObjStm >>", "")]
    public void What_cannot_be_read_in_one_way_only_is_not_looked_through(string catalog, string held) =>
        Assert.Equal(PdfVerdict.Unread, PdfCheck.Of(Of(catalog, held)));

    [Fact]
    public void What_unpacks_to_more_than_is_looked_through_is_left()
    {
        var bomb = ObjectStream("", pack: _ => Packed(new byte[PdfCheck.LargestUnpacked + 1]));
        Assert.Equal(PdfVerdict.Unread, PdfCheck.Of(Of("", bomb)));
        var large = new byte[PdfCheck.Largest + 1];
        Of().CopyTo(large, 0);
        Assert.Equal(PdfVerdict.Unread, PdfCheck.Of(large));
    }

    [Fact]
    public void What_was_made_to_take_long_ends()
    {
        var heads = Encoding.Latin1.GetBytes("%PDF-1.7\n" + string.Concat(Enumerable.Repeat("1 0 obj<</A(\n", 200_000)));
        Assert.Equal(PdfVerdict.Unread, PdfCheck.Of(heads));
        var openings = string.Concat(Enumerable.Range(100, 1_000).Select(number => $"/OpenAction {number} 0 R "));
        Assert.Equal(PdfVerdict.Active, PdfCheck.Of(Of(openings)));
    }

    [Fact]
    public void Noise_is_looked_at_without_harm()
    {
        var random = new Random(4);
        var sample = Of("/OpenAction 20 0 R", ObjectStream("[3 0 R /Fit]"));
        for (var round = 0; round < 500; round++)
        {
            var noise = (byte[])sample.Clone();
            for (var change = 0; change < 8; change++)
            {
                noise[random.Next(noise.Length)] = "<>()[]/%# 0R\\\n"u8[random.Next(14)];
            }

            Assert.True(Enum.IsDefined(PdfCheck.Of(noise[..random.Next(noise.Length)])));
        }
    }

    [Fact]
    public void What_this_application_makes_can_be_shown() =>
        Assert.Equal(PdfVerdict.Quiet, PdfCheck.Of(DemoPdf.Write("Titel (1)", ["regel"])));
}
