using Metiva.Domain.Plans;
using Xunit;

namespace Metiva.Tests.Domain.Plans;

public sealed class QuotaUseTests
{
    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(79_999, 79, 0, false)]
    [InlineData(80_000, 80, 80, false)]
    [InlineData(99_999, 99, 80, false)]
    [InlineData(100_000, 100, 100, true)]
    [InlineData(250_000, 250, 100, true)]
    public void A_threshold_is_reached_when_all_of_it_is(long used, int percent, int threshold, bool usedUp)
    {
        var use = new QuotaUse(UsageResource.ApiCalls, used, PlanQuotas.Of(Plan.Standard).For(UsageResource.ApiCalls));
        Assert.Equal((percent, threshold, usedUp), (use.Percent, use.Threshold, use.IsUsedUp));
    }

    [Fact]
    public void No_number_is_too_large() => Assert.Equal(int.MaxValue, new QuotaUse(UsageResource.Events, long.MaxValue, 1).Percent);

    [Fact]
    public void Each_plan_includes_something_of_each_resource() =>
        Assert.All(
            Enum.GetValues<Plan>(),
            plan => Assert.All(Enum.GetValues<UsageResource>(), resource => Assert.True(PlanQuotas.Of(plan).For(resource) > 0))
        );
}
