using Metiva.Domain.Companies;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Metiva.Tenancy.CompanyData;

internal sealed class MoneyConverter() : ValueConverter<Money, long>(value => value.Cents, stored => Money.FromCents(stored));

internal sealed class QuantityConverter() : ValueConverter<Quantity, long>(value => value.Scaled, stored => Quantity.FromScaled(stored));

internal sealed class UnitPriceConverter() : ValueConverter<UnitPrice, long>(value => value.Scaled, stored => UnitPrice.FromScaled(stored));

internal sealed class MomentConverter()
    : ValueConverter<DateTimeOffset, long>(value => StoredForms.FromMoment(value), stored => StoredForms.ToMoment(stored));

internal sealed class DayConverter()
    : ValueConverter<DateOnly, string>(value => StoredForms.FromDay(value), stored => StoredForms.ToDay(stored));

internal sealed class GuidConverter()
    : ValueConverter<Guid, string>(value => StoredForms.FromKey(value), stored => StoredForms.ToKey(stored));

internal sealed class CompanyIdConverter()
    : ValueConverter<CompanyId, string>(value => StoredForms.FromKey(value.Value), stored => new CompanyId(StoredForms.ToKey(stored)));

internal sealed class PersonIdConverter()
    : ValueConverter<PersonId, string>(value => StoredForms.FromKey(value.Value), stored => new PersonId(StoredForms.ToKey(stored)));

internal sealed class SessionIdConverter()
    : ValueConverter<SessionId, string>(value => StoredForms.FromKey(value.Value), stored => new SessionId(StoredForms.ToKey(stored)));

internal sealed class VatRateConverter() : ValueConverter<VatRate, string>(value => value.Code, stored => VatRate.Parse(stored));

internal sealed class IbanConverter() : ValueConverter<Iban, string>(value => value.Text, stored => StoredForms.ToIban(stored));

internal sealed class VatIdConverter() : ValueConverter<VatId, string>(value => value.Text, stored => StoredForms.ToVatId(stored));

internal sealed class KvkNumberConverter()
    : ValueConverter<KvkNumber, string>(value => value.Text, stored => StoredForms.ToKvkNumber(stored));
