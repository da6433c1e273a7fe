using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using Metiva.Domain.Shared;
using Metiva.Web.Shell.Refused;
using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Workspace.Audit;

/// <summary>Sends the log record by record: as CSV for a spreadsheet, or as JSON with which every seal can be made again.</summary>
internal static class AuditExportEndpoint
{
    private const int RowsBetweenFlushes = 500;
    private static readonly string[] Headings =
    [
        "Sequence",
        "When",
        "Who",
        "Action",
        "Record",
        "RecordId",
        "What",
        "Before",
        "After",
        "Seal",
    ];

    // It is a file and never part of a page, so letters stay letters.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static async Task CsvAsync(
        HttpContext context,
        ExportAudit export,
        IStringLocalizer<AuditTexts> texts,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (await RowsAsync(context, export, "CSV", cancellationToken) is not { } rows)
        {
            return;
        }

        Head(context, "text/csv; charset=utf-8", "csv", time);
        await using var csv = CsvWriter.Create(context.Response.Body, Spreadsheet.Options(CultureInfo.CurrentCulture), leaveOpen: true);
        foreach (var heading in Headings)
        {
            csv.WriteField(texts[heading].Value);
        }

        await csv.EndRecordAsync(cancellationToken);
        var unflushed = 0;
        var erased = texts["Erased"].Value;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            csv.WriteField(row.Sequence);
            csv.WriteField(Moment(row.At));
            csv.WriteField(row.Personal.In(row.PersonName, erased));
            csv.WriteField(row.Action);
            csv.WriteField(row.EntityType);
            csv.WriteField(row.EntityId);
            csv.WriteField(row.Personal.In(row.Summary, erased));
            csv.WriteField(row.Personal.InJson(row.Before, erased));
            csv.WriteField(row.Personal.InJson(row.After, erased));
            csv.WriteField(Seal(row));
            await csv.EndRecordAsync(cancellationToken);
            if (++unflushed == RowsBetweenFlushes)
            {
                unflushed = 0;
                await csv.FlushAsync(cancellationToken);
            }
        }
    }

    internal static async Task JsonAsync(HttpContext context, ExportAudit export, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await RowsAsync(context, export, "JSON", cancellationToken) is not { } rows)
        {
            return;
        }

        Head(context, "application/json; charset=utf-8", "json", time);
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter.AsStream(leaveOpen: true), Plain);
        json.WriteStartArray();
        var unflushed = 0;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            Write(json, row);
            if (++unflushed == RowsBetweenFlushes)
            {
                unflushed = 0;
                await json.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
        await json.FlushAsync(cancellationToken);
    }

    private static async Task<IAsyncEnumerable<AuditExportRow>?> RowsAsync(
        HttpContext context,
        ExportAudit export,
        string format,
        CancellationToken cancellationToken
    )
    {
        var address = context.Request.Path + context.Request.QueryString;
        var filter = AuditAddress.Filter(ListQuery.Read(address, AuditAddress.Rules));
        var result = await export.Run(new(filter, format), cancellationToken);
        if (result.Ok)
        {
            return result.Value.Rows;
        }

        await RefusalResponse.WriteAsync(context, Refusal.PermissionDenied);
        return null;
    }

    private static void Head(HttpContext context, string contentType, string extension, TimeProvider time)
    {
        var today = time.Today().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"audit-{today}.{extension}\"";
    }

    private static void Write(Utf8JsonWriter json, AuditExportRow row)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence", row.Sequence);
        json.WriteString("operationId", row.OperationId?.ToString("D"));
        json.WriteString("at", Moment(row.At));
        json.WriteString("personId", row.PersonId?.ToString("D"));
        json.WriteString("personName", row.PersonName);
        json.WriteString("action", row.Action);
        json.WriteString("entityType", row.EntityType);
        json.WriteString("entityId", row.EntityId);
        json.WriteString("summary", row.Summary);

        // As texts: a seal is made of their very letters.
        json.WriteString("before", row.Before);
        json.WriteString("after", row.After);
        json.WriteString("seal", Seal(row));

        // What the references in those texts stand for; null where the key was destroyed.
        json.WriteStartObject("personal");
        foreach (var (reference, value) in row.Personal.Behind(row.Texts))
        {
            json.WriteString(reference, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    // To the millisecond, as it is stored and sealed.
    private static string Moment(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string? Seal(AuditExportRow row) => row.Seal is null ? null : Convert.ToHexStringLower(row.Seal);
}
