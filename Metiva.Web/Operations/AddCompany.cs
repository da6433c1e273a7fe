using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Lifecycle;
using Metiva.Web.Identity.Entra;

namespace Metiva.Web.Operations;

/// <summary>Makes a company with its database and names its first Owner; how a new installation gets its agency.</summary>
internal static class AddCompany
{
    // The engine's own name for the server that the settings name.
    private const string FirstServer = "default";

    internal static async Task<int> RunAsync(
        IServiceProvider services,
        string name,
        IConfiguration said,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var registration = services.GetRequiredService<EntraRegistration>();
        if (registration.IsEmbedded || registration.TenantId is not { } directory)
        {
            return await RefuseAsync("The first Owner signs in with Entra ID: give its settings, with AzureAd:TenantId as an id.");
        }

        if (!Guid.TryParseExact(said["owner"], "D", out var person) || string.IsNullOrWhiteSpace(said["owner-name"]))
        {
            return await RefuseAsync("--owner is the object id of the first Owner in Entra ID, --owner-name is their name.");
        }

        if (!Enum.TryParse<CompanyKind>(said["kind"] ?? nameof(CompanyKind.Client), out var kind) || !Enum.IsDefined(kind))
        {
            return await RefuseAsync("--kind is Agency or Client.");
        }

        if (!Enum.TryParse<Plan>(said["plan"] ?? nameof(Plan.Standard), out var plan) || !Enum.IsDefined(plan))
        {
            return await RefuseAsync("--plan is Standard, Plus or Dedicated.");
        }

        var id = Guid.NewGuid();
        if (said["id"] is { } again && !Guid.TryParseExact(again, "D", out id))
        {
            return await RefuseAsync("--id is the id that an earlier, broken-off run of this command wrote.");
        }

        // Written first: what breaks off is gone on with under the same id.
        await output.WriteLineAsync($"{id}: {name}");
        var company = new NewCompany(
            new CompanyId(id),
            name.Trim(),
            kind,
            said["server"] ?? FirstServer,
            plan,
            said["outside-eu"] == "true"
        );
        var issuer = (await services.GetRequiredService<EntraMetadata>().GetAsync(cancellationToken)).Issuer;
        var subject = TokenStatement.SubjectOf(directory.ToString("D"), person.ToString("D"));
        var owner = new FirstOwnerPerson(issuer, subject, said["owner-name"]!.Trim());
        var result = await services.GetRequiredService<CompanyOperations>().AddAsync(company, owner, cancellationToken);
        await output.WriteLineAsync(result.Error?.Message ?? $"Made. {owner.Name} can sign in as its Owner.");
        return result.Ok ? OperatorCommands.Done : OperatorCommands.Failed;

        async Task<int> RefuseAsync(string why)
        {
            await output.WriteLineAsync(why);
            return OperatorCommands.WrongUse;
        }
    }
}
