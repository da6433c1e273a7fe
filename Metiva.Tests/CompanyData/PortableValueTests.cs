using Dapper;
using Metiva.Domain.Companies;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.CompanyData;

public sealed class PortableValueTests : IDisposable
{
    private static readonly Guid Key = Guid.Parse("0199C2A0-7B3E-7ABC-8DEF-0123456789AB");

    private readonly CompanyFile file = new();

    public static TheoryData<object, object> Values =>
        new()
        {
            { Money.Of(-1234.56m), -123456L },
            { Quantity.Of(1.25m), 12500L },
            { UnitPrice.Of(0.0125m), 125L },
            { new DateTimeOffset(2026, 3, 2, 10, 30, 0, 5, TimeSpan.FromHours(1)), 1772443800005L },
            { new DateOnly(2026, 3, 2), "2026-03-02" },
            { Key, "0199c2a0-7b3e-7abc-8def-0123456789ab" },
            { new CompanyId(Key), "0199c2a0-7b3e-7abc-8def-0123456789ab" },
            { new PersonId(Key), "0199c2a0-7b3e-7abc-8def-0123456789ab" },
            { new SessionId(Key), "0199c2a0-7b3e-7abc-8def-0123456789ab" },
            { VatRate.Low, "S9" },
            { Iban.Parse("NL91ABNA0417164300").Value, "NL91ABNA0417164300" },
            { VatId.Parse("NL004495445B01").Value, "NL004495445B01" },
            { KvkNumber.Parse("12345678").Value, "12345678" },
        };

    public void Dispose() => file.Dispose();

    [Theory]
    [MemberData(nameof(Values))]
    public void Dapper_writes_a_value_in_its_portable_form_and_reads_it_back(object value, object stored)
    {
        using var connection = file.Connection();
        var parameters = new DynamicParameters();
        parameters.Add("value", value);
        Assert.Equal(stored, connection.ExecuteScalar("SELECT @value", parameters));
        Assert.Equal(value, connection.Query(value.GetType(), "SELECT @stored", new { stored }).Single());
    }

    [Fact]
    public void A_positional_record_reads_every_portable_value()
    {
        using var connection = file.Connection();
        var row = connection.QuerySingle<Positional>(Select);
        Assert.Equal((Money.Of(1.5m), Money.Of(2), null), (row.Amount, row.Maybe!.Value, row.Absent));
        Assert.Equal((new DateOnly(2026, 3, 2), Key, new PersonId(Key)), (row.Day, row.Id, row.Person!.Value));
        Assert.Equal((InvoiceState.Draft, "NL004495445B01"), (row.State, row.VatId!.Text));
    }

    [Fact]
    public void A_record_with_init_properties_reads_every_portable_value()
    {
        using var connection = file.Connection();
        var row = connection.QuerySingle<Settable>(Select);
        Assert.Equal((Money.Of(1.5m), Money.Of(2), null), (row.Amount, row.Maybe!.Value, row.Absent));
        Assert.Equal((new DateOnly(2026, 3, 2), Key, new PersonId(Key)), (row.Day, row.Id, row.Person!.Value));
        Assert.Equal((InvoiceState.Draft, "NL004495445B01"), (row.State, row.VatId!.Text));
    }

    [Fact]
    public void A_missing_value_is_written_as_null()
    {
        using var connection = file.Connection();
        Assert.Equal(
            "null null null",
            connection.QuerySingle<string>(
                "SELECT typeof(@Money) || ' ' || typeof(@Person) || ' ' || typeof(@Day)",
                new
                {
                    Money = (Money?)null,
                    Person = (PersonId?)null,
                    Day = (DateOnly?)null,
                }
            )
        );
    }

    [Fact]
    public void A_stored_value_of_another_kind_is_an_error_and_not_a_guess()
    {
        using var connection = file.Connection();
        Assert.ThrowsAny<System.Data.DataException>(() => connection.QuerySingle<Money>("SELECT 'a lot'"));
        Assert.ThrowsAny<Exception>(() => connection.QuerySingle<PersonId>("SELECT 'nobody'"));
    }

    private const string Select = """
        SELECT 150 AS Amount, 200 AS Maybe, NULL AS Absent, '2026-03-02' AS Day, '0199c2a0-7b3e-7abc-8def-0123456789ab' AS Id,
               '0199c2a0-7b3e-7abc-8def-0123456789ab' AS Person, 'Draft' AS State, 'NL004495445B01' AS VatId
        """;

    private sealed record Positional(
        Money Amount,
        Money? Maybe,
        Money? Absent,
        DateOnly Day,
        Guid Id,
        PersonId? Person,
        InvoiceState State,
        VatId? VatId
    );

    private sealed record Settable
    {
        public required Money Amount { get; init; }
        public required Money? Maybe { get; init; }
        public required Money? Absent { get; init; }
        public required DateOnly Day { get; init; }
        public required Guid Id { get; init; }
        public required PersonId? Person { get; init; }
        public required InvoiceState State { get; init; }
        public required VatId? VatId { get; init; }
    }
}
