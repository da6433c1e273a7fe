using Metiva.Domain.Accounts;
using Metiva.Domain.Shared;
using Xunit;
using static Metiva.Tests.Support.Samples;

namespace Metiva.Tests.Domain.Accounts;

public sealed class AccountTests
{
    private static readonly AccountDetails Details = new(" Bakker & Zn ", null, null, Office, " ", null);

    [Fact]
    public void Spaces_around_a_name_and_empty_fields_are_not_kept()
    {
        var account = Account.Create(Details, Finance, At).Value;
        Assert.Equal("Bakker & Zn", account.Name);
        Assert.Null(account.Email);
    }

    [Fact]
    public void A_name_is_needed() =>
        Assert.Equal(new InvalidField("Name", "required"), Account.Create(Details with { Name = " " }, Finance, At).Error);

    [Fact]
    public void A_text_that_the_column_cannot_hold_is_refused() =>
        Assert.Equal(
            new InvalidField("Email", "too-long"),
            Account.Create(Details with { Email = new string('a', Limits.Email + 1) }, Finance, At).Error
        );

    [Theory]
    [InlineData("nl")]
    [InlineData("NLD")]
    [InlineData("")]
    public void A_country_is_two_upper_case_letters(string country) =>
        Assert.Equal(
            new InvalidField("Country", "format"),
            Account.Create(Details with { Address = Office with { Country = country } }, Finance, At).Error
        );

    [Fact]
    public void Every_change_adds_one_to_the_version()
    {
        var account = Account.Create(Details, Finance, At).Value;
        Must(account.Change(Details));
        account.AssignTo(Finance.Id);
        Assert.Equal(3, account.Version);
    }

    [Fact]
    public void A_contact_belongs_to_its_account()
    {
        var account = Account.Create(Details, Finance, At).Value;
        Assert.Equal(account.Id, Contact.Create(account, "Jan Bakker", null, null, null, At).Value.AccountId);
        Assert.Equal(new InvalidField("Name", "required"), Contact.Create(account, "", null, null, null, At).Error);
    }
}
