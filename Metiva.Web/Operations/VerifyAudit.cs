using System.Globalization;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Lifecycle;

namespace Metiva.Web.Operations;

/// <summary>Goes through the audit log of a company, or of every one, and says whether it is as it was written. It changes nothing.</summary>
internal static class VerifyAudit
{
    internal static async Task<int> RunAsync(
        IServiceProvider services,
        string which,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var known = await services.GetRequiredService<CompanyOperations>().CompaniesAsync(cancellationToken);
        var logs = services.GetRequiredService<AuditLogs>();
        var wrong = 0;
        foreach (var company in Which.Of(which, known))
        {
            try
            {
                var verdict = await logs.VerifyAsync(company, cancellationToken);
                wrong += verdict is { Intact: true } ? 0 : 1;
                await WriteAsync(output, company, verdict);
            }
            catch (BindingRefusedException refused)
            {
                wrong++;
                await output.WriteLineAsync($"{company}: cannot be looked at now ({refused.Outcome})");
            }
        }

        return wrong == 0 ? OperatorCommands.Done : OperatorCommands.Failed;
    }

    private static async Task WriteAsync(TextWriter output, CompanyId company, AuditVerdict? verdict)
    {
        if (verdict is null)
        {
            await output.WriteLineAsync($"{company}: there is no such company");
            return;
        }

        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{company}: {(verdict.Intact ? "intact" : "NOT INTACT")}, {verdict.Records} records, {verdict.Unsealed} not sealed yet, {AnchorOf(verdict)}"
            )
        );
        foreach (var finding in verdict.Findings)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{company}: at {finding.Sequence}: {finding.Fault}"));
        }

        if (verdict.Faults > verdict.Findings.Count)
        {
            await output.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{company}: and {verdict.Faults - verdict.Findings.Count} more")
            );
        }
    }

    private static string AnchorOf(AuditVerdict verdict) =>
        verdict.Anchor is { } anchor
            ? string.Create(CultureInfo.InvariantCulture, $"anchored at {anchor.Sequence} on {anchor.At:yyyy-MM-dd HH:mm:ss} UTC")
            : "never anchored";
}
