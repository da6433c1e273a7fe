using FsCheck;
using FsCheck.Fluent;
using Metiva.Domain.Invoices;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Domain.Invoices;

public sealed class NumberSeriesTests
{
    [Fact]
    public void Numbers_start_at_one_and_have_four_digits() => Assert.Equal("2026-0001", Samples.Series().Take());

    [Fact]
    public void Numbers_grow_beyond_four_digits() => Assert.Equal("2026-10000", NumberSeries.Format("2026", 10_000));

    [Fact]
    public void A_series_needs_a_name() => Assert.Equal("records.invalid.required", NumberSeries.Start(" ").Error?.Code);

    [Fact]
    public void A_name_leaves_room_for_the_number() =>
        Assert.Equal("records.invalid.too-long", NumberSeries.Start(new string('9', 22)).Error?.Code);

    [Fact]
    public void Whatever_is_refused_in_between_numbers_have_no_gap_and_no_double() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<bool[]>(),
                attempts =>
                {
                    var series = Samples.Series();
                    var right = Samples.Customer();
                    var wrong = Samples.Customer("Zonder Adres", address: Metiva.Domain.Shared.Address.Empty);
                    var numbers = new List<string?>();
                    foreach (var account in attempts.Select(attempt => attempt ? right : wrong))
                    {
                        var invoice = Samples.InReview(account);
                        if (invoice.Issue(series, account, Samples.Today, Samples.Finance, Samples.At).Ok)
                        {
                            numbers.Add(invoice.Number);
                        }
                    }

                    return numbers.SequenceEqual(Enumerable.Range(1, numbers.Count).Select(number => NumberSeries.Format("2026", number)));
                }
            )
            .QuickCheckThrowOnFailure();
}
