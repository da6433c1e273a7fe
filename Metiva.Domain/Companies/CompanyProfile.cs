using Metiva.Domain.Shared;

namespace Metiva.Domain.Companies;

/// <summary>What people enter about their own company.</summary>
/// <param name="LegalName">Full legal name.</param>
/// <param name="Address">Address.</param>
/// <param name="KvkNumber">Trade register number.</param>
/// <param name="VatId">VAT number.</param>
/// <param name="BrandColour">#rrggbb.</param>
public sealed record CompanyDetails(string LegalName, Address Address, KvkNumber? KvkNumber, VatId? VatId, string BrandColour);

/// <summary>How the company shows itself: what invoices carry, and the portal's logo and colour. One row.</summary>
public sealed class CompanyProfile
{
    /// <summary>The key of the only row.</summary>
    public const int OnlyId = 1;

    private CompanyProfile() { }

    /// <summary>Always <see cref="OnlyId"/>.</summary>
    public int Id { get; private set; } = OnlyId;

    /// <summary>Full legal name.</summary>
    public string LegalName { get; private set; } = "";

    /// <summary>Address.</summary>
    public Address Address { get; private set; } = Address.Empty;

    /// <summary>Trade register number.</summary>
    public KvkNumber? KvkNumber { get; private set; }

    /// <summary>VAT number.</summary>
    public VatId? VatId { get; private set; }

    /// <summary>Where customers pay to.</summary>
    public Iban? Iban { get; private set; }

    /// <summary>Lower-case #rrggbb.</summary>
    public string BrandColour { get; private set; } = "";

    /// <summary>The logo; null when there is none.</summary>
    public byte[]? Logo { get; private set; }

    /// <summary>image/png, image/jpeg or image/webp.</summary>
    public string? LogoContentType { get; private set; }

    /// <summary>Concurrency token; every change adds one.</summary>
    public long Version { get; private set; }

    /// <summary>The profile of a new company.</summary>
    public static Result<CompanyProfile> Create(CompanyDetails details)
    {
        var profile = new CompanyProfile();
        var changed = profile.Change(details);
        return changed.Ok ? profile : changed.Error!;
    }

    /// <summary>Replaces the details. The bank account has a change of its own.</summary>
    public Result Change(CompanyDetails details)
    {
        var refusal =
            Limits.Check(nameof(LegalName), details.LegalName, Limits.Name)
            ?? details.Address.Check()
            ?? (IsColour(details.BrandColour) ? null : new InvalidField(nameof(BrandColour), "format"));
        if (refusal is not null)
        {
            return refusal;
        }

        LegalName = details.LegalName.Trim();
        Address = details.Address;
        KvkNumber = details.KvkNumber;
        VatId = details.VatId;
        BrandColour = details.BrandColour.ToLowerInvariant();
        Version++;
        return Result.Done;
    }

    /// <summary>Sets where customers pay to: apart from the rest, because a changed account is how invoice fraud works.</summary>
    public void ChangeIban(Iban? iban)
    {
        Iban = iban;
        Version++;
    }

    /// <summary>
    /// Sets or removes the logo. SVG is refused since it can carry script, and the first bytes must agree with the stated type.
    /// </summary>
    public Result ChangeLogo(byte[]? image, string? contentType)
    {
        if (image is not null && (image.Length > Limits.LogoBytes || ImageType(image) is not { } type || type != contentType))
        {
            return new InvalidField(nameof(Logo), "format");
        }

        Logo = image;
        LogoContentType = image is null ? null : contentType;
        Version++;
        return Result.Done;
    }

    private static bool IsColour(string text) => text.Length == 7 && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);

    private static string? ImageType(ReadOnlySpan<byte> image) =>
        image.StartsWith(PngStart) ? "image/png"
        : image.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : image.Length > 12 && image.StartsWith("RIFF"u8) && image[8..].StartsWith("WEBP"u8) ? "image/webp"
        : null;

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
}
