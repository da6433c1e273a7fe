using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Files;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>
/// Erases a company: a row that says Closing, which nobody is served with, then what lies elsewhere, and its rows last, so that whoever
/// comes after a killed process finds what there is to do. Each step can be repeated, also by two at once.
/// </summary>
internal sealed class CompanyEraser(
    ErasureRegistry registry,
    IDatabaseEngine engine,
    ICompanyCopy copy,
    CompanyFileErasure files,
    ICredentialVault vault,
    TenancyOptions options,
    TimeProvider time,
    ILogger<CompanyEraser> logger
)
{
    /// <summary>How long after the announcement every node must have heard of it, or refuses by itself.</summary>
    internal TimeSpan Hearing { get; init; } = options.Hearing;

    /// <summary>
    /// Called with the name of each step that has just been done: <c>closing</c>, <c>key</c>, <c>files</c>, <c>database</c>,
    /// <c>secrets</c>, <c>registry</c>.
    /// </summary>
    internal Func<string, Task>? AfterStep { get; init; }

    /// <summary>Erases a company, or finishes erasing it; a refusal leaves everything as it is.</summary>
    /// <param name="order">What to erase.</param>
    /// <param name="who">Who asks for it, as audits call them.</param>
    /// <param name="report">Told of each step.</param>
    /// <param name="cancellationToken">Stops it between two steps, or in one; it is gone on with later.</param>
    internal async Task<Result<ErasedCompany>> EraseAsync(
        ErasureOrder order,
        string who,
        Action<string> report,
        CancellationToken cancellationToken
    )
    {
        var closed = await registry.CloseAsync(order, who, cancellationToken);
        if (!closed.Ok)
        {
            return closed.Error!;
        }

        await ReachedAsync("closing", report);
        return await FinishAsync(order.Company, who, report, cancellationToken);
    }

    /// <summary>Goes on with an erasure that was begun. What stops it is logged, and the company stays closing.</summary>
    internal async Task<Result<ErasedCompany>> FinishAsync(
        CompanyId company,
        string who,
        Action<string> report,
        CancellationToken cancellationToken
    )
    {
        var last = "closing";
        try
        {
            return await StepsAsync(company, who, step => ReachedAsync(last = step, report), cancellationToken);
        }
        catch (Exception exception) when (TroubleOf(exception, cancellationToken) is { } trouble)
        {
            logger.LogError(exception, "The erasure of company {Company} stopped after {Step}; it is gone on with.", company, last);
            return new ErasureBrokenOff(last, trouble);
        }
    }

    private async Task<Result<ErasedCompany>> StepsAsync(
        CompanyId id,
        string who,
        Func<string, Task> reached,
        CancellationToken cancellationToken
    )
    {
        await Task.Delay(Hearing, time, cancellationToken);
        var erased = new ErasedCompany("", "", 0);
        Func<CatalogEntry, Task>[] steps =
        [
            company => files.EraseAsync(company.Id, reached, cancellationToken),
            async company =>
            {
                await DropAsync(company, cancellationToken);
                await reached("database");
            },
            async company =>
            {
                await vault.ForgetAsync(company.Id, cancellationToken);
                await reached("secrets");
            },
        ];
        foreach (var step in steps)
        {
            // Somebody else may have been quicker, and by now the id may be that of a new company.
            if (await registry.FindAsync(id, cancellationToken) is not { } company)
            {
                return erased;
            }

            erased = new ErasedCompany(company.Database, company.Server, 0);
            await step(company);
        }

        erased = await registry.ForgetAsync(id, erased, who, cancellationToken);
        await reached("registry");
        return erased;
    }

    private async Task DropAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        // The one mistake that could not be made good: a row that names another company's database.
        if (await registry.IsSharedAsync(company, cancellationToken))
        {
            throw new InvalidOperationException($"Another company is served from the database that the registry names for {company.Id}.");
        }

        try
        {
            await using var connection = await engine.OpenCompanyAsync(company, cancellationToken);
        }
        catch (BindingRefusedException refused) when (refused.Outcome != BindingOutcome.DatabaseMismatch)
        {
            // Gone already, or of another version: in any case it does not say that it is somebody else's.
        }

        await copy.DropAsync(company, cancellationToken);
    }

    /// <summary>The kind of what passes by itself or by an operator's hand; null for a bug and for being stopped.</summary>
    private string? TroubleOf(Exception exception, CancellationToken cancellationToken) =>
        (engine.Translate(exception, cancellationToken) ?? exception) switch
        {
            BindingRefusedException refused => refused.Outcome.ToString(),
            VaultUnavailableException => "vault-unavailable",
            IOException or UnauthorizedAccessException => "files-unavailable",
            System.Data.Common.DbException or TimeoutException => "server-unavailable",
            ArgumentException or InvalidOperationException => "unexpected",
            _ => null,
        };

    private async Task ReachedAsync(string step, Action<string> report)
    {
        report(step);
        await (AfterStep?.Invoke(step) ?? Task.CompletedTask);
    }
}
