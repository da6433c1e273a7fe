using System.Globalization;

namespace Metiva.Web.Ui.Files;

/// <summary>What people call the types of files.</summary>
public enum FileKind
{
    Picture,
    Pdf,
    Document,
    Spreadsheet,
    Presentation,
    Text,
    Archive,
    Other,
}

/// <summary>From media types to what people call them, and to conditions of SQL on files <c>f</c>.</summary>
public static class FileKinds
{
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string PowerPoint = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

    private const string Picture = " AND f.ContentType LIKE 'image/%'";
    private const string Pdf = " AND f.ContentType = 'application/pdf'";
    private const string Document = " AND f.ContentType = '" + Word + "'";
    private const string Spreadsheet = " AND f.ContentType = '" + Excel + "'";
    private const string Presentation = " AND f.ContentType = '" + PowerPoint + "'";
    private const string Text = " AND f.ContentType = 'text/plain'";
    private const string Archive = " AND f.ContentType = 'application/zip'";
    private const string Other = " AND f.ContentType = 'application/octet-stream'";

    /// <summary>What a media type is called.</summary>
    public static FileKind Of(string contentType) =>
        contentType switch
        {
            "application/pdf" => FileKind.Pdf,
            Word => FileKind.Document,
            Excel => FileKind.Spreadsheet,
            PowerPoint => FileKind.Presentation,
            "text/plain" => FileKind.Text,
            "application/zip" => FileKind.Archive,
            _ when contentType.StartsWith("image/", StringComparison.Ordinal) => FileKind.Picture,
            _ => FileKind.Other,
        };

    /// <summary>The condition, beginning with AND; nothing for every kind.</summary>
    public static string Where(FileKind? kind) =>
        kind switch
        {
            FileKind.Picture => Picture,
            FileKind.Pdf => Pdf,
            FileKind.Document => Document,
            FileKind.Spreadsheet => Spreadsheet,
            FileKind.Presentation => Presentation,
            FileKind.Text => Text,
            FileKind.Archive => Archive,
            FileKind.Other => Other,
            _ => "",
        };

    /// <summary>Every kind, and none.</summary>
    public static IEnumerable<FileKind?> OrNone => Enum.GetValues<FileKind>().Select(kind => (FileKind?)kind).Prepend(null);

    /// <summary>12,3 MB: as people write sizes, a thousand to the next.</summary>
    public static string Size(long bytes) =>
        bytes switch
        {
            < 1_000 => $"{bytes} B",
            < 1_000_000 => Of(bytes, 1_000m, "kB"),
            < 1_000_000_000 => Of(bytes, 1_000_000m, "MB"),
            _ => Of(bytes, 1_000_000_000m, "GB"),
        };

    private static string Of(long bytes, decimal unit, string name) =>
        (bytes / unit).ToString("0.#", CultureInfo.CurrentCulture) + "\u00a0" + name;
}
