using System.Data;
using Dapper;
using Metiva.Domain.Companies;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;

namespace Metiva.Tenancy.CompanyData;

/// <summary>Dapper's side of <see cref="PortableValues"/>.</summary>
internal static class DapperValues
{
    public static void Register()
    {
        Number<Money>(value => value.Cents, Money.FromCents);
        Number<Quantity>(value => value.Scaled, Quantity.FromScaled);
        Number<UnitPrice>(value => value.Scaled, UnitPrice.FromScaled);
        Number(StoredForms.FromMoment, StoredForms.ToMoment);
        Text(StoredForms.FromDay, StoredForms.ToDay);
        Text(StoredForms.FromKey, StoredForms.ToKey);
        Text<CompanyId>(value => StoredForms.FromKey(value.Value), stored => new CompanyId(StoredForms.ToKey(stored)));
        Text<PersonId>(value => StoredForms.FromKey(value.Value), stored => new PersonId(StoredForms.ToKey(stored)));
        Text<SessionId>(value => StoredForms.FromKey(value.Value), stored => new SessionId(StoredForms.ToKey(stored)));
        Text<VatRate>(value => value.Code, VatRate.Parse);
        Text<Iban>(value => value.Text, StoredForms.ToIban);
        Text<VatId>(value => value.Text, StoredForms.ToVatId);
        Text<KvkNumber>(value => value.Text, StoredForms.ToKvkNumber);
    }

    private static void Number<T>(Func<T, long> write, Func<long, T> read) => Add(new Handler<T, long>(DbType.Int64, write, read));

    private static void Text<T>(Func<T, string> write, Func<string, T> read) => Add(new Handler<T, string>(DbType.AnsiString, write, read));

    private static void Add<T, TStored>(Handler<T, TStored> handler)
    {
        // Without this Dapper keeps its own form for the types that it knows (Guid, DateTimeOffset, DateOnly).
        SqlMapper.RemoveTypeMap(typeof(T));
        if (typeof(T).IsValueType)
        {
            SqlMapper.RemoveTypeMap(typeof(Nullable<>).MakeGenericType(typeof(T)));
        }

        SqlMapper.AddTypeHandler(handler);
    }

    private sealed class Handler<T, TStored>(DbType type, Func<T, TStored> write, Func<TStored, T> read) : SqlMapper.TypeHandler<T>
    {
        public override void SetValue(IDbDataParameter parameter, T? value)
        {
            parameter.DbType = type;
            parameter.Value = value is null ? DBNull.Value : write(value);
        }

        public override T Parse(object value) =>
            value is TStored stored
                ? read(stored)
                : throw new DataException($"A stored {typeof(T).Name} is a {typeof(TStored).Name}, but here is a {value.GetType().Name}.");
    }
}
