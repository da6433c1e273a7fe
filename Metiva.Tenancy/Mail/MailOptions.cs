using Metiva.Domain.Companies;
using Metiva.Tenancy.Mail.Smtp;

namespace Metiva.Tenancy.Mail;

/// <summary>
/// Settings of the section <c>Tenancy:Mail</c>: through which server companies send mail, and from which domains. The password is in the
/// vault, not here.
/// </summary>
public sealed class MailOptions
{
    /// <summary>The mail server's name; empty when there is none, and mails wait.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port: 587 for submission.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the line to it is protected. Unprotected is for this machine only.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Who the host signs in as; empty when the server asks for nobody.</summary>
    public string UserName { get; set; } = "";

    /// <summary>What the host calls itself to the server; empty is the sending domain.</summary>
    public string HeloName { get; set; } = "";

    /// <summary>How long one step of a mail may take: 1 second to 10 minutes.</summary>
    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The address that mails of companies without a sender of their own come from, such as <c>post@mail.example.nl</c>. Without it
    /// such mails fail and say why.
    /// </summary>
    public string Sender { get; set; } = "";

    /// <summary>
    /// Domains that a company may send from, by the company's id, with spaces between them. Whoever runs the installation vouches that the
    /// domain is the company's, and that its DNS lets the server send for it (SPF, DKIM); so no company can send in the name of another.
    /// </summary>
    public Dictionary<string, string> CompanyDomains { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Where bounces go, such as <c>bounces@mail.example.nl</c>; each mail puts a signed token of its own behind a plus. Empty sends them
    /// to the sender.
    /// </summary>
    public string BounceAddress { get; set; } = "";

    /// <summary>The address of this installation in links, such as <c>https://metiva.example.nl</c>; empty leaves links that no page asked for out.</summary>
    public string PublicAddress { get; set; } = "";

    /// <summary>How many megabytes of files may go with one mail: 1 to 50.</summary>
    public int MostAttached { get; set; } = 10;

    /// <summary>How often a mail is tried before it counts as failed: 1 to 100. At the longest wait of an hour, 30 is about a day.</summary>
    public int MostTries { get; set; } = 30;

    /// <summary>Whether there is a mail server.</summary>
    internal bool HasServer => Host.Length > 0;

    internal MailAddress? SenderAddress => MailAddress.TryParse(Sender);

    internal MailAddress? Bounces => MailAddress.TryParse(BounceAddress);

    /// <summary>What is wrong with them; null when nothing is.</summary>
    internal string? Problem() =>
        Port is < 1 or > 65_535 ? "Port is 1 to 65535."
        : StepTimeout < TimeSpan.FromSeconds(1) || StepTimeout > TimeSpan.FromMinutes(10) ? "StepTimeout is 1 second to 10 minutes."
        : MostAttached is < 1 or > 50 ? "MostAttached is 1 to 50."
        : MostTries is < 1 or > 100 ? "MostTries is 1 to 100."
        : Sender.Length > 0 && SenderAddress is null ? "Sender is no mail address."
        : BounceAddress.Length > 0 && (Bounces is null || Bounces.LocalPart.Length > BounceAddresses.LongestLocalPart)
            ? "BounceAddress is no mail address, or too long before its @."
        : PublicAddress.Length > 0 && PublicBase is null ? "PublicAddress is no http or https address."
        : CompanyDomains.FirstOrDefault(pair => !Guid.TryParse(pair.Key, out _) || DomainsIn(pair.Value).Any(IsNoDomain))
            is { Key: { } key }
            ? $"CompanyDomains:{key} is no company id, or names something that is no domain."
        : null;

    /// <summary>The address of this installation, with a slash at its end.</summary>
    public Uri? PublicBase =>
        Uri.TryCreate(PublicAddress.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : null;

    /// <summary>Whether this company may send from that domain.</summary>
    internal bool MaySendFrom(CompanyId company, string domain) => DomainsOf(company).Contains(domain, StringComparer.OrdinalIgnoreCase);

    /// <summary>The domains that this company may send from.</summary>
    public IReadOnlyList<string> DomainsOf(CompanyId company) =>
        CompanyDomains.GetValueOrDefault(company.ToString()) is { } domains ? DomainsIn(domains) : [];

    private static string[] DomainsIn(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsNoDomain(string domain) => MailAddress.TryParse("post@" + domain)?.Domain != domain.ToLowerInvariant();
}
