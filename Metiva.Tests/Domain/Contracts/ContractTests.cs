using Metiva.Domain.Contracts;
using Metiva.Domain.Shared;
using Xunit;
using static Metiva.Tests.Support.Samples;

namespace Metiva.Tests.Domain.Contracts;

public sealed class ContractTests
{
    private static readonly ContractContent Content = new(
        "Onderhoud",
        Money.Of(1200),
        Today,
        Today.AddYears(1),
        "Wij onderhouden de site."
    );

    private readonly Contract contract = Contract.Draft(Customer(), Content, Finance, At).Value;

    [Fact]
    public void Sending_freezes_it_and_shows_it_to_the_client()
    {
        Must(contract.Send(At));
        Assert.Equal(ContractState.Pending, contract.State);
        Assert.Equal(At, contract.PublishedAt);
        Assert.Equal(new ContractNotDraft(), contract.Change(Content).Error);
        Assert.Equal(new ContractNotDraft(), contract.Send(At).Error);
    }

    [Fact]
    public void Signing_completes_it_and_keeps_the_signer()
    {
        Must(contract.Send(At));
        Must(contract.Sign(Finance, At));
        Assert.Equal(ContractState.Completed, contract.State);
        Assert.Equal((Finance.Id, Finance.Name, At), (contract.SignedBy!.Value, contract.SignedByName!, contract.SignedAt!.Value));
    }

    [Fact]
    public void A_draft_cannot_be_signed_or_rejected()
    {
        Assert.Equal(new ContractNotPending(), contract.Sign(Finance, At).Error);
        Assert.Equal(new ContractNotPending(), contract.Reject(null).Error);
    }

    [Fact]
    public void What_is_rejected_cannot_be_signed_or_cancelled()
    {
        Must(contract.Send(At));
        Must(contract.Reject("Te duur"));
        Assert.Equal("Te duur", contract.ClosingNote);
        Assert.Equal(new ContractNotPending(), contract.Sign(Finance, At).Error);
        Assert.Equal(new ContractClosed(), contract.Cancel(null).Error);
    }

    [Fact]
    public void A_cancelled_draft_was_never_shown()
    {
        Must(contract.Cancel(null));
        Assert.Equal(ContractState.Cancelled, contract.State);
        Assert.Null(contract.PublishedAt);
    }

    [Fact]
    public void It_cannot_end_before_it_starts_or_be_worth_less_than_nothing()
    {
        Assert.Equal(new InvalidField("EndDate", "range"), contract.Change(Content with { EndDate = Today.AddDays(-1) }).Error);
        Assert.Equal(new InvalidField("Value", "range"), contract.Change(Content with { Value = Money.Of(-1) }).Error);
    }
}
