namespace Metiva.Domain.Shared;

/// <summary>The longest texts that are accepted, in characters. Rules, forms and columns all use these.</summary>
public static class Limits
{
    /// <summary>Names of people, companies and projects; titles.</summary>
    public const int Name = 200;

    /// <summary>An email address (RFC 5321: 254).</summary>
    public const int Email = 254;

    /// <summary>A phone number.</summary>
    public const int Phone = 32;

    /// <summary>A street with its number.</summary>
    public const int Street = 200;

    /// <summary>A postal code.</summary>
    public const int PostalCode = 16;

    /// <summary>A city.</summary>
    public const int City = 100;

    /// <summary>A reference that the customer asked for.</summary>
    public const int Reference = 100;

    /// <summary>A reason or note.</summary>
    public const int Note = 500;

    /// <summary>What a line of an invoice is for.</summary>
    public const int LineDescription = 500;

    /// <summary>A unit such as "hour".</summary>
    public const int Unit = 16;

    /// <summary>An invoice number, and the name of a series.</summary>
    public const int Number = 32;

    /// <summary>The body of a contract.</summary>
    public const int ContractBody = 100_000;

    /// <summary>The description of a project.</summary>
    public const int Description = 4_000;

    /// <summary>Lines on one invoice.</summary>
    public const int InvoiceLines = 500;

    /// <summary>A logo, in bytes.</summary>
    public const int LogoBytes = 512 * 1024;

    /// <summary>Refuses a text that is missing though required, or too long; null when it is fine.</summary>
    public static Error? Check(string field, string? text, int max, bool required = true) =>
        string.IsNullOrWhiteSpace(text) ? (required ? new InvalidField(field, "required") : null)
        : text.Trim().Length > max ? new InvalidField(field, "too-long")
        : null;

    /// <summary>Trims; an empty text becomes null.</summary>
    public static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
