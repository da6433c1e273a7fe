using Metiva.Domain.Access;
using Xunit;
using Xunit.Abstractions;

namespace Metiva.Tests.Isolation;

public sealed class IsolationMatrixTests(ITestOutputHelper output)
{
    private static readonly Role[] ForLeaks = [Role.Owner, Role.Client];

    [Fact]
    public async Task Nothing_of_one_company_reaches_another_by_any_route_as_any_role()
    {
        await using var world = await SentinelWorld.StartAsync();
        var matrix = new IsolationMatrix(world, Enum.GetValues<Role>());

        var found = await matrix.RunAsync();

        output.WriteLine($"{matrix.Cells} answers looked at.");
        Assert.True(found.Count == 0, string.Join('\n', found.Take(40)));
    }

    [Theory]
    [MemberData(nameof(Leaks))]
    public async Task A_planted_leak_turns_the_matrix_red(string leak)
    {
        var (complaint, plant, asNobody) = PlantedLeaks.All[leak];
        await using var world = await SentinelWorld.StartAsync(plant);

        var found = await new IsolationMatrix(world, asNobody ? [] : ForLeaks, until: complaint).RunAsync();

        Assert.Contains(found, sentence => sentence.Contains(complaint, StringComparison.Ordinal));
    }

    public static TheoryData<string> Leaks() => [.. PlantedLeaks.All.Keys];
}
