namespace Metiva.Domain.Shared;

/// <summary>A postal address.</summary>
/// <param name="Street">Street and number.</param>
/// <param name="PostalCode">Postal code.</param>
/// <param name="City">City.</param>
/// <param name="Country">Two upper-case letters (ISO 3166), NL by default.</param>
public sealed record Address(string Street, string PostalCode, string City, string Country)
{
    /// <summary>Nothing filled in.</summary>
    public static Address Empty { get; } = new("", "", "", "NL");

    /// <summary>Whether an invoice may carry it: the law asks for the full address (Wet OB art. 35a).</summary>
    public bool IsComplete => Street.Length > 0 && PostalCode.Length > 0 && City.Length > 0 && Country.Length == 2;

    /// <summary>The lines of an envelope, without the name; the country only when it is not the Netherlands.</summary>
    public string ToLines() =>
        string.Join('\n', new[] { Street, $"{PostalCode}  {City}".Trim(), Country == "NL" ? "" : Country }.Where(line => line.Length > 0));

    internal Error? Check() =>
        Limits.Check(nameof(Street), Street, Limits.Street, required: false)
        ?? Limits.Check(nameof(PostalCode), PostalCode, Limits.PostalCode, required: false)
        ?? Limits.Check(nameof(City), City, Limits.City, required: false)
        ?? (Country.Length == 2 && Country.All(char.IsAsciiLetterUpper) ? null : new InvalidField(nameof(Country), "format"));
}
