using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Metiva.Tests.Files.Previews;

/// <summary>PDFs with one page and whatever a test puts in.</summary>
internal static class SamplePdf
{
    /// <summary>A file with these entries in its catalog and these objects from number 4.</summary>
    public static byte[] Of(string catalog = "", params string[] objects)
    {
        string[] all =
        [
            $"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
            .. objects,
        ];
        var file = new StringBuilder("%PDF-1.7\n");
        var places = new List<int>();
        foreach (var body in all)
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{places.Count} 0 obj\n{body}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {all.Length + 1}\n0000000000 65535 f \n");
        places.ForEach(place => file.Append(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {all.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    /// <summary>A stream that holds object 20, packed, with these further entries in its dictionary.</summary>
    public static string ObjectStream(
        string held,
        string entries = "/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode",
        Func<byte[], string>? pack = null
    ) => $"<< {entries} >>\nstream\n{(pack ?? Packed)(Encoding.Latin1.GetBytes("20 0 " + held))}\nendstream";

    /// <summary>As FlateDecode unpacks it.</summary>
    public static string Packed(byte[] plain)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(plain);
        }

        return Encoding.Latin1.GetString(packed.ToArray());
    }
}
