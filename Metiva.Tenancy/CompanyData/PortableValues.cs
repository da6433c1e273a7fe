using Metiva.Domain.Companies;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

/// <summary>
/// How values are written in every database, the same on every engine: amounts in whole cents and quantities in ten-thousandths
/// (bigint), moments in UTC milliseconds since 1970 (bigint), days as yyyy-MM-dd, keys as lower-case hyphenated text, and choices
/// by their names.
/// </summary>
/// <remarks>
/// Dapper sends enum parameters as numbers and offers no way to change that: pass <c>state.ToString()</c>. Reading them into an
/// enum member works.
/// </remarks>
public static class PortableValues
{
    /// <summary>The longest name of a choice.</summary>
    public const int ChoiceLength = 32;

    private const int KeyLength = 36;
    private const int DayLength = 10;

    private static readonly Lock Once = new();
    private static bool registered;

    /// <summary>Makes an EF Core model write its values this way. Call it from <c>ConfigureConventions</c>.</summary>
    public static void Configure(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<Money>().HaveConversion<MoneyConverter>();
        conventions.Properties<Quantity>().HaveConversion<QuantityConverter>();
        conventions.Properties<UnitPrice>().HaveConversion<UnitPriceConverter>();
        conventions.Properties<DateTimeOffset>().HaveConversion<MomentConverter>();
        conventions.Properties<DateOnly>().HaveConversion<DayConverter>().HaveMaxLength(DayLength).AreFixedLength().AreUnicode(false);
        conventions.Properties<Guid>().HaveConversion<GuidConverter>().HaveMaxLength(KeyLength).AreFixedLength().AreUnicode(false);
        conventions
            .Properties<CompanyId>()
            .HaveConversion<CompanyIdConverter>()
            .HaveMaxLength(KeyLength)
            .AreFixedLength()
            .AreUnicode(false);
        conventions.Properties<PersonId>().HaveConversion<PersonIdConverter>().HaveMaxLength(KeyLength).AreFixedLength().AreUnicode(false);
        conventions
            .Properties<SessionId>()
            .HaveConversion<SessionIdConverter>()
            .HaveMaxLength(KeyLength)
            .AreFixedLength()
            .AreUnicode(false);
        conventions.Properties<VatRate>().HaveConversion<VatRateConverter>().HaveMaxLength(VatRate.MaxLength).AreUnicode(false);
        conventions.Properties<Iban>().HaveConversion<IbanConverter>().HaveMaxLength(Iban.MaxLength).AreUnicode(false);
        conventions.Properties<VatId>().HaveConversion<VatIdConverter>().HaveMaxLength(VatId.MaxLength).AreUnicode(false);
        conventions.Properties<KvkNumber>().HaveConversion<KvkNumberConverter>().HaveMaxLength(KvkNumber.Length).AreUnicode(false);
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(ChoiceLength).AreUnicode(false);
    }

    /// <summary>Makes Dapper read and write values this way. Safe to call more than once.</summary>
    public static void RegisterDapper()
    {
        lock (Once)
        {
            if (registered)
            {
                return;
            }

            DapperValues.Register();
            registered = true;
        }
    }
}
