using System.Globalization;
using Metiva.Domain.Access;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>Approves an invoice and issues it: the number, the dates, the history and the audit record all in one transaction.</summary>
public sealed class IssueInvoice(TenantScope scope, CompanyDatabase database)
{
    // A loser of the race for a number did nothing wrong: the next try takes the next one.
    private const int Attempts = 5;

    /// <summary>Which invoice, and the version that the person saw.</summary>
    public sealed record Command(Guid Id, long Version);

    /// <summary>Does it; gives the number.</summary>
    public async Task<Result<string>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Invoices.Issue) is { } denied)
        {
            return denied;
        }

        Result<string> result = new ChangedMeanwhile();
        for (var attempt = 0; attempt < Attempts && result.Error is ChangedMeanwhile; attempt++)
        {
            result = await database.WriteAsync<string>((write, token) => Issue(write, command, token), cancellationToken);
        }

        return result;
    }

    private static async Task<Result<string>> Issue(CompanyWrite write, Command command, CancellationToken cancellationToken)
    {
        var loaded = await write.LoadAsync(command.Id, command.Version, Permissions.Invoices.Issue, cancellationToken);
        if (!loaded.Ok)
        {
            return loaded.Error!;
        }

        var invoice = loaded.Value;
        var before = invoice.State;
        var today = BusinessDay.Of(write.Now);
        var customer = await write.Data.Accounts.SingleAsync(row => row.Id == invoice.AccountId, cancellationToken);
        var series = await SeriesOf(today.Year, write, cancellationToken);
        if (invoice.Issue(series, customer, today, write.Actor(), write.Now).Error is { } refusal)
        {
            return refusal;
        }

        await write.NotifyAsync(
            NotificationKinds.InvoiceIssued,
            invoice.Id,
            new
            {
                By = write.Tenant.PersonName,
                invoice.Number,
                Customer = invoice.CustomerName,
                Total = invoice.Total.Cents,
            },
            invoice.CreatedBy,
            cancellationToken
        );
        await write.NotifyAllAsync(
            NotificationKinds.InvoicePublished,
            invoice.Id,
            new { invoice.Number, Total = invoice.Total.Cents },
            cancellationToken
        );
        write.Audit(
            "invoices.issued",
            invoice,
            before,
            new
            {
                State = invoice.State.ToString(),
                invoice.Number,
                invoice.IssueDate,
                invoice.DueDate,
                Total = invoice.Total.Amount,
            }
        );
        return invoice.Number!;
    }

    private static async Task<NumberSeries> SeriesOf(int year, CompanyWrite write, CancellationToken cancellationToken)
    {
        var name = year.ToString(CultureInfo.InvariantCulture);
        if (await write.Data.NumberSeries.SingleOrDefaultAsync(row => row.Name == name, cancellationToken) is { } series)
        {
            return series;
        }

        var started = NumberSeries.Start(name).Value;
        write.Data.NumberSeries.Add(started);
        return started;
    }
}
