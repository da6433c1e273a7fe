using System.Globalization;
using System.Text.RegularExpressions;
using Metiva.Domain.Shared;

namespace Metiva.Tenancy.Mail;

/// <summary>
/// An address that can be written into a header and an SMTP command as it stands. Its domain is in the form that name servers know
/// (RFC 5890), and the part before the @ is ASCII, so that no server has to know SMTPUTF8.
/// </summary>
public sealed partial record MailAddress
{
    private const int LocalPartLength = 64;
    private static readonly IdnMapping Domains = new() { UseStd3AsciiRules = true };

    private MailAddress(string? name, string localPart, string domain)
    {
        Name = name;
        LocalPart = localPart;
        Domain = domain;
    }

    /// <summary>What a person calls it; null when there is only the address.</summary>
    public string? Name { get; }

    /// <summary>What stands before the @.</summary>
    public string LocalPart { get; }

    /// <summary>The domain, in lower-case ASCII.</summary>
    public string Domain { get; }

    /// <summary>The address alone.</summary>
    public string Address => $"{LocalPart}@{Domain}";

    /// <summary>Reads an address. Null when it is none (RFC 5321, without quoted local parts and address literals), or when the name holds a control
    /// character, which could begin another header.</summary>
    public static MailAddress? TryParse(string? address, string? name = null)
    {
        var at = address?.LastIndexOf('@') ?? -1;
        if (at < 1 || at > LocalPartLength || (name is not null && (name.Length > Limits.Name || name.Any(char.IsControl))))
        {
            return null;
        }

        var local = address![..at];
        if (!DotAtom().IsMatch(local) || AsciiDomain(address[(at + 1)..]) is not { } domain || at + 1 + domain.Length > Limits.Email)
        {
            return null;
        }

        return new MailAddress(string.IsNullOrWhiteSpace(name) ? null : name.Trim(), local, domain);
    }

    /// <inheritdoc/>
    public override string ToString() => Address;

    private static string? AsciiDomain(string domain)
    {
        try
        {
            var ascii = Domains.GetAscii(domain).ToLowerInvariant();
            return DomainName().IsMatch(ascii) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DotAtom();

    [GeneratedRegex(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DomainName();
}
