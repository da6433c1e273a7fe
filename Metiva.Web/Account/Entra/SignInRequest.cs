using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Microsoft.AspNetCore.Authentication;

namespace Metiva.Web.Identity.Entra;

/// <summary>
/// What a sign-in is begun for. It travels in the protected state, so that the way back can compare what came with what was
/// asked.
/// </summary>
internal sealed record SignInRequest
{
    private const string NonceItem = "metiva.nonce";
    private const string QuietItem = "metiva.quiet";
    private const string HintItem = "metiva.hint";
    private const string PickItem = "metiva.pick";
    private const string FreshItem = "metiva.fresh";
    private const string CompanyItem = "metiva.company";
    private const string PersonItem = "metiva.person";
    private const string ChosenItem = "metiva.chosen";

    /// <summary>Where to go afterwards; an address of this application.</summary>
    public string ReturnUrl { get; init; } = "/";

    /// <summary>Whether the issuer should not ask anything: <c>prompt=none</c>.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether the issuer should let the person pick an account, even when it knows one already.</summary>
    public bool PickAccount { get; init; }

    /// <summary>Whom to suggest to the issuer.</summary>
    public string? LoginHint { get; init; }

    /// <summary>Whether the person must prove who they are again.</summary>
    public bool Fresh { get; init; }

    /// <summary>The company that the token has to name; null when any will do.</summary>
    public CompanyId? Company { get; init; }

    /// <summary>The person who asks, when somebody is signed in already.</summary>
    public PersonId? Person { get; init; }

    /// <summary>Whether <see cref="Company"/> was chosen from several, so that the choice is used up by the way back.</summary>
    public bool Chosen { get; init; }

    /// <summary>The request with all that the framework needs to carry it.</summary>
    public AuthenticationProperties ToProperties()
    {
        var properties = new AuthenticationProperties { RedirectUri = ReturnUrl };
        Set(properties, QuietItem, Quiet ? "1" : null);
        Set(properties, PickItem, PickAccount ? "1" : null);
        Set(properties, HintItem, LoginHint);
        Set(properties, FreshItem, Fresh ? "1" : null);
        Set(properties, CompanyItem, Company?.ToString());
        Set(properties, PersonItem, Person?.ToString());
        Set(properties, ChosenItem, Chosen ? "1" : null);
        return properties;
    }

    /// <summary>Reads it back.</summary>
    public static SignInRequest From(AuthenticationProperties properties) =>
        new()
        {
            ReturnUrl = LocalAddress.OrHome(properties.RedirectUri),
            Quiet = properties.Items.ContainsKey(QuietItem),
            PickAccount = properties.Items.ContainsKey(PickItem),
            LoginHint = properties.Items.TryGetValue(HintItem, out var hint) ? hint : null,
            Fresh = properties.Items.ContainsKey(FreshItem),
            Company = Id(properties, CompanyItem) is { } company ? new CompanyId(company) : null,
            Person = Id(properties, PersonItem) is { } person ? new PersonId(person) : null,
            Chosen = properties.Items.ContainsKey(ChosenItem),
        };

    /// <summary>The nonce that ties the token to this sign-in.</summary>
    public static string? NonceOf(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(NonceItem, out var nonce) ? nonce : null;

    /// <summary>Puts the nonce in.</summary>
    public static void SetNonce(AuthenticationProperties properties, string nonce) => Set(properties, NonceItem, nonce);

    private static void Set(AuthenticationProperties properties, string item, string? value)
    {
        if (value is not null)
        {
            properties.Items[item] = value;
        }
    }

    private static Guid? Id(AuthenticationProperties properties, string item) =>
        properties.Items.TryGetValue(item, out var text) && Guid.TryParseExact(text, "D", out var id) ? id : null;
}
