using System.Net;
using System.Text.Json.Nodes;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Support;
using Metiva.Web.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>
/// Whole sign-ins through a provider that we did not write and that the OpenID Foundation certified: what we believe about the
/// protocol, somebody else believes too.
/// </summary>
public sealed class CertifiedProviderTests : IAsyncLifetime
{
    private const string ObjectId = "5d9f0c1b-2a3e-4f47-9b8c-7d6e5f4a3b2c";
    private readonly CompanyId company = new(Guid.NewGuid());
    private CertifiedProvider provider = null!;
    private MetivaServer server = null!;

    public async Task InitializeAsync()
    {
        if (!NodeFactAttribute.IsThere)
        {
            return;
        }

        provider = await CertifiedProvider.StartAsync();
        server = await MetivaServer.StartAsync(settings: provider.Settings);
        await server
            .Services.GetRequiredService<CompanyProvisioner>()
            .ProvisionAsync(company, "Drukkerij Overvecht", CompanyKind.Client, "local", CancellationToken.None);
        await server.WriteAsync(Furnish);
        await provider.TellAsync(server.Address, Claims(company.ToString()));
    }

    public async Task DisposeAsync()
    {
        if (NodeFactAttribute.IsThere)
        {
            await server.DisposeAsync();
            await provider.DisposeAsync();
        }
    }

    [NodeFact]
    public async Task A_sign_in_ends_at_the_page_of_the_company_in_the_token()
    {
        using var browser = new Browser(server.Address);

        var page = await browser.GoAsync("/account/sign-in/start");

        Assert.Equal((HttpStatusCode.OK, server.Address), (page.Status, page.Address));
        Assert.Contains("Drukkerij Overvecht", page.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(browser.Steps, step => step.Address.Query.Contains("code_challenge_method=S256", StringComparison.Ordinal));
    }

    [NodeFact]
    public async Task A_token_without_a_company_leads_to_the_choice_and_one_problem_later_stays_there()
    {
        await provider.TellAsync(home: null, Claims(company: null));
        using var browser = new Browser(server.Address);

        var page = await browser.GoAsync("/account/sign-in/start");

        // The only membership is chosen by itself; the provider does not confirm it, and that is said instead of tried for ever.
        Assert.Equal("/account/company?problem=choice-differs", page.Address.PathAndQuery);
        Assert.Single(browser.Steps, step => step.Address.Query.Contains("prompt=none", StringComparison.Ordinal));
        await provider.TellAsync(home: null, Claims(company.ToString()));
        page = await browser.ClickAsync(page, $"form:has(input[value='{company}']) button");
        Assert.Equal((HttpStatusCode.OK, server.Address), (page.Status, page.Address));
    }

    [NodeFact]
    public async Task A_refused_silent_sign_in_is_repeated_with_the_person()
    {
        using var browser = new Browser(server.Address);
        await provider.TellAsync(home: null, Claims(company: null));
        await browser.GoAsync("/account/sign-in/start");
        await provider.TellAsync(home: null, Claims(company.ToString()));
        browser.ForgetHost("127.0.0.1");

        var page = await browser.ClickAsync(
            await browser.GoAsync("/account/company?problem=choice-differs"),
            $"form:has(input[value='{company}']) button"
        );

        Assert.Contains(browser.Steps, step => step.Address.Query.Contains("error=login_required", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, server.Address), (page.Status, page.Address));
    }

    [NodeFact]
    public async Task A_fresh_sign_in_is_proven_by_the_provider()
    {
        using var browser = new Browser(server.Address);
        await browser.GoAsync("/account/sign-in/start");
        var first = browser.Cookie(SignInCookie.Name);

        var page = await browser.GoAsync("/account/sign-in/start?fresh=true&returnUrl=/account/sessions");

        Assert.Equal("/account/sessions", page.Address.AbsolutePath);
        Assert.NotEqual(first, browser.Cookie(SignInCookie.Name));
        Assert.Single(page.Document.QuerySelectorAll("tr[data-session]"));
    }

    [NodeFact]
    public async Task A_company_claim_that_is_a_list_is_refused()
    {
        await provider.TellAsync(home: null, Claims(new JsonArray(company.ToString(), Guid.NewGuid().ToString())));
        using var browser = new Browser(server.Address);
        Assert.Equal("company-array", (await browser.GoAsync("/account/sign-in/start")).Reason);
    }

    [NodeFact]
    public async Task Signing_out_goes_to_the_provider_with_an_address_that_it_accepts()
    {
        using var browser = new Browser(server.Address);
        await browser.GoAsync("/account/sign-in/start");

        var page = await browser.ClickAsync(await browser.GoAsync(SignInPages.SignOut), "form button");

        Assert.Equal((HttpStatusCode.OK, provider.Address), (page.Status, page.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Null(browser.Cookie(SignInCookie.Name));
    }

    private static JsonObject Claims(JsonNode? company)
    {
        var claims = new JsonObject
        {
            ["tid"] = CertifiedProvider.TenantId.ToString(),
            ["oid"] = ObjectId,
            ["name"] = "Greetje Hofstra",
            ["preferred_username"] = "greetje@overvecht.example",
        };
        if (company is not null)
        {
            claims["company_id"] = company;
        }

        return claims;
    }

    private void Furnish(ControlPlaneContext control)
    {
        var now = TimeProvider.System.GetUtcNow();
        var person = new PersonId(Guid.NewGuid());
        control.People.Add(
            new PersonRow
            {
                Id = person,
                Issuer = provider.Issuer,
                Subject = $"{CertifiedProvider.TenantId}.{ObjectId}",
                Name = "Greetje Hofstra",
                CreatedAt = now,
            }
        );
        control.Memberships.Add(
            new MembershipRow
            {
                PersonId = person,
                CompanyId = company,
                Roles = RoleSet.Of(Role.Finance),
                CreatedAt = now,
            }
        );
    }
}
