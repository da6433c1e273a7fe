using Metiva.Domain.Access;
using Metiva.Domain.Accounts;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;

namespace Metiva.Web.Development.Demo;

/// <summary>The company whose data is being made, and the moment that it is made for.</summary>
internal sealed class DemoWorld(DemoCompany company, DateTimeOffset now)
{
    public DemoCompany Company => company;

    public DemoTrade Trade { get; } = company.Trade();

    public DateTimeOffset Now => now;

    public DateOnly Today { get; } = BusinessDay.Of(now);

    /// <summary>The customers, those that it sees most first.</summary>
    public List<Account> Accounts { get; } = [];

    public Actor AccountManager => DemoPeople.Holding(Role.AccountManager, company).Actor;

    public Actor Finance => DemoPeople.Holding(Role.Finance, company).Actor;

    public Actor Delivery => DemoPeople.Holding(Role.Delivery, company).Actor;

    public Actor Sales => DemoPeople.Holding(Role.Sales, company).Actor;

    /// <summary>A stream of choices of its own for each part, so that one part can change without moving the others.</summary>
    public DemoRandom Stream(string part) => new(DemoKey.SeedFor($"{company.Name}/{part}"));

    /// <summary>That time of that day, never after now.</summary>
    public DateTimeOffset At(DateOnly day, int hour, int minute = 0)
    {
        var at = new DateTimeOffset(day.ToDateTime(new TimeOnly(hour, minute)), TimeSpan.Zero);
        return at < now ? at : now;
    }
}

/// <summary>What the domain refuses in generated data is a bug of the generator.</summary>
internal static class DemoResults
{
    public static void Demand(this Result result)
    {
        if (!result.Ok)
        {
            throw new InvalidOperationException($"The domain refuses generated data: {result.Error!.Message}");
        }
    }
}
