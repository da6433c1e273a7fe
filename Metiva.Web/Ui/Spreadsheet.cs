using System.Globalization;
using CsvHelper;

namespace Metiva.Web.Ui;

/// <summary>How downloads are written for spreadsheets.</summary>
internal static class Spreadsheet
{
    /// <summary>
    /// A cell that begins like a formula is defused: people choose their own names and references. The mark at the start is for Excel,
    /// which takes UTF-8 for something older without it.
    /// </summary>
    internal static CsvWriterOptions Options(CultureInfo culture) =>
        CsvWriterOptions.Default with
        {
            Separator = culture.TextInfo.ListSeparator is [var separator] ? separator : ',',
            FormatProvider = culture,
            Injection = CsvInjection.Escape,
            WriteByteOrderMark = true,
        };
}
