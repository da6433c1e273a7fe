using System.Globalization;
using CsvHelper;
using Metiva.Domain.Shared;
using Metiva.Web.Shell.Refused;
using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>Sends the export row by row, written as the reader's spreadsheet expects: its separator, its decimals, its words.</summary>
internal static class InvoiceExportEndpoint
{
    private const int RowsBetweenFlushes = 500;

    internal static async Task RunAsync(
        HttpContext context,
        ExportInvoices export,
        IStringLocalizer<InvoicesTexts> texts,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var address = context.Request.Path + context.Request.QueryString;
        var filter = InvoiceAddress.Filter(ListQuery.Read(address, InvoiceAddress.Rules));
        var result = await export.Run(new(filter), cancellationToken);
        if (!result.Ok)
        {
            await RefusalResponse.WriteAsync(context, Refusal.PermissionDenied);
            return;
        }

        var today = time.Today();
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition =
            $"attachment; filename=\"invoices-{today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv\"";

        await using var csv = CsvWriter.Create(context.Response.Body, Spreadsheet.Options(CultureInfo.CurrentCulture), leaveOpen: true);
        await WriteAsync(csv, result.Value.Rows, texts, today, cancellationToken);
    }

    internal static async Task WriteAsync(
        CsvWriter csv,
        IAsyncEnumerable<InvoiceRow> rows,
        IStringLocalizer<InvoicesTexts> texts,
        DateOnly today,
        CancellationToken cancellationToken
    )
    {
        foreach (var heading in Headings)
        {
            csv.WriteField(texts[heading].Value);
        }

        await csv.EndRecordAsync(cancellationToken);
        var unflushed = 0;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            csv.WriteField(row.Number);
            csv.WriteField(row.CustomerName);
            csv.WriteField(row.Reference);
            csv.WriteField(Day(row.IssueDate));
            csv.WriteField(Day(row.DueDate));
            csv.WriteField(texts[row.IsOverdue(today) ? "State.Overdue" : $"State.{row.State}"].Value);
            csv.WriteField(row.Subtotal.Amount);
            csv.WriteField(row.Vat.Amount);
            csv.WriteField(row.Total.Amount);
            csv.WriteField(row.OpenBalance.Amount);
            await csv.EndRecordAsync(cancellationToken);
            if (++unflushed == RowsBetweenFlushes)
            {
                unflushed = 0;
                await csv.FlushAsync(cancellationToken);
            }
        }
    }

    private static readonly string[] Headings =
    [
        "Column.Number",
        "Column.Customer",
        "Column.Reference",
        "Column.IssueDate",
        "Column.DueDate",
        "Column.State",
        "Subtotal",
        "Vat",
        "Column.Total",
        "Column.Open",
    ];

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
