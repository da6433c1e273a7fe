using Metiva.Tenancy.Credentials.Rotation;
using Metiva.Tenancy.Lifecycle;

namespace Metiva.Web.Operations;

/// <summary>Replaces the password of one company's database login, or of every company's, one after the other.</summary>
internal static class RotateCredentials
{
    internal static async Task<int> RunAsync(
        IServiceProvider services,
        string which,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var operations = services.GetRequiredService<CredentialOperations>();
        var companies = Which.Of(which, await services.GetRequiredService<CompanyOperations>().CompaniesAsync(cancellationToken));
        var refused = 0;
        foreach (var company in companies)
        {
            var result = await operations.RotateAsync(company, step => output.WriteLine($"{company}: {step}"), cancellationToken);
            refused += result.Ok ? 0 : 1;
            await output.WriteLineAsync($"{company}: {result.Error?.Message ?? "done, and the earlier password is refused"}");
        }

        return refused == 0 ? OperatorCommands.Done : OperatorCommands.Failed;
    }
}
