using Metiva.Tenancy.Jobs;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>A job's data names what it is about and says nothing of it.</summary>
public sealed class WorkPayloadTests
{
    private static readonly Guid Id = Guid.Parse("0190aaaa-0000-7000-8000-000000000001");

    public static TheoryData<object> WhatSaysSomething =>
        [
            new { name = "Cornelia" },
            new { mail = Id, to = "iemand@klant.example" },
            new { ids = new[] { Id.ToString(), "factuur 1" } },
            new { empty = "" },
            new { inner = new { id = Id } },
            "Cornelia",
            new[] { Id },
        ];

    [Fact]
    public void Ids_numbers_and_dates_are_stored() =>
        Assert.Equal(
            $$"""{"mail":"{{Id}}","version":7,"days":["2026-11-27"],"at":"2026-11-27T08:00:00+00:00","again":true,"none":null}""",
            WorkPayload
                .Of(
                    new
                    {
                        mail = Id,
                        version = 7L,
                        days = new[] { new DateOnly(2026, 11, 27) },
                        at = new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero),
                        again = true,
                        none = (Guid?)null,
                    }
                )
                .Replace("\\u002B", "+", StringComparison.Ordinal)
        );

    [Theory]
    [MemberData(nameof(WhatSaysSomething))]
    public void What_says_something_is_refused(object about) => Assert.Throws<ArgumentException>(() => WorkPayload.Of(about));
}
