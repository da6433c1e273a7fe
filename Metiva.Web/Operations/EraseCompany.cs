using Metiva.Domain.Companies;
using Metiva.Tenancy.Lifecycle;

namespace Metiva.Web.Operations;

/// <summary>Erases a company for good, with its name given word for word and a reason that the registry keeps.</summary>
internal static class EraseCompany
{
    internal static async Task<int> RunAsync(
        IServiceProvider services,
        CompanyId company,
        IConfiguration said,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(said["name"]) || string.IsNullOrWhiteSpace(said["reason"]))
        {
            await output.WriteLineAsync("--name is the company's name, word for word; --reason says why, and stays in the registry.");
            return OperatorCommands.WrongUse;
        }

        var order = new ErasureOrder(company, said["name"], said["reason"]);
        var result = await services
            .GetRequiredService<CompanyOperations>()
            .EraseAsync(order, step => output.WriteLine($"{company}: {step}"), cancellationToken);
        await output.WriteLineAsync(result.Ok ? Summary(result.Value) : result.Error!.Message);
        return result.Ok ? OperatorCommands.Done : OperatorCommands.Failed;
    }

    private static string Summary(ErasedCompany erased) =>
        erased.Rows == 0
            ? "Erased; a running host finished it."
            : $"Erased: the files and their key, database '{erased.Database}' on server '{erased.Server}', all secrets, and {erased.Rows} rows of the registry.";
}
