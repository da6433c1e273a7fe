using Metiva.Domain.Plans;
using Metiva.Domain.Servers;
using Xunit;

namespace Metiva.Tests.Domain.Servers;

public sealed class PlacementTests
{
    private const string Engine = "Sqlite";
    private static readonly ServerStanding Free = new(Engine, "NL", IsOpen: true, HoldsOthers: false, HoldsDedicated: false);
    private static readonly ServerStanding Shared = Free with { HoldsOthers = true };
    private static readonly ServerStanding Taken = Shared with { HoldsDedicated = true };

    [Theory]
    [InlineData(Plan.Standard)]
    [InlineData(Plan.Plus)]
    [InlineData(Plan.Dedicated)]
    public void Any_plan_may_stand_alone(Plan plan) => Assert.Null(Placement.Put(Engine, plan, Free));

    [Fact]
    public void A_dedicated_company_stands_with_no_other_and_no_other_with_it()
    {
        Assert.Null(Placement.Put(Engine, Plan.Plus, Shared));
        Assert.IsType<ServerHoldsOthers>(Placement.Put(Engine, Plan.Dedicated, Shared));
        Assert.IsType<ServerIsDedicated>(Placement.Put(Engine, Plan.Standard, Taken));
        Assert.IsType<ServerIsDedicated>(Placement.Put(Engine, Plan.Dedicated, Taken));
        Assert.IsType<ServerHoldsOthers>(Placement.Share(Plan.Dedicated, Shared));
        Assert.Null(Placement.Share(Plan.Dedicated, Free));
    }

    [Fact]
    public void A_server_has_to_be_there_open_and_of_the_engine()
    {
        Assert.IsType<ServerUnknown>(Placement.Put(Engine, Plan.Standard, null));
        Assert.IsType<ServerClosed>(Placement.Put(Engine, Plan.Standard, Free with { IsOpen = false }));
        Assert.IsType<ServerOfAnotherEngine>(Placement.Put("SqlServer", Plan.Standard, Free));
    }

    [Theory]
    [InlineData("NL", true)]
    [InlineData("de-Frankfurt", true)]
    [InlineData("westeurope", true)]
    [InlineData("local", true)]
    [InlineData("US", false)]
    [InlineData("eastus", false)]
    [InlineData("GB-London", false)]
    [InlineData("NLD", false)]
    [InlineData("", false)]
    public void What_is_not_known_to_be_in_the_eu_is_outside(string region, bool inside) => Assert.Equal(inside, Regions.IsInEu(region));

    [Fact]
    public void Another_region_and_one_outside_the_eu_each_have_to_be_said()
    {
        Assert.Null(Placement.Cross("NL", "nl", RegionDecision.None));
        Assert.IsType<RegionNotKept>(Placement.Cross("NL", "DE", RegionDecision.None));
        Assert.Null(Placement.Cross("NL", "DE", new RegionDecision(Changes: true)));
        Assert.IsType<RegionOutsideEu>(Placement.Cross("NL", "US", new RegionDecision(Changes: true)));
        Assert.IsType<RegionNotKept>(Placement.Cross("NL", "US", new RegionDecision(OutsideEu: true)));
        Assert.Null(Placement.Cross("NL", "US", new RegionDecision(Changes: true, OutsideEu: true)));
        Assert.IsType<RegionOutsideEu>(Placement.Cross(null, "US", RegionDecision.None));
        Assert.Null(Placement.Cross(null, "NL", RegionDecision.None));
    }
}
