using Metiva.Domain.Access;
using Xunit;
using Xunit.Abstractions;

namespace Metiva.Tests.Isolation;

public sealed class IsolationMatrixTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_of_one_company_reaches_another_by_any_route_as_any_role()
    {
        await using var world = await SentinelWorld.StartAsync();
        var matrix = new IsolationMatrix(world, Enum.GetValues<Role>());

        var found = await matrix.RunAsync();

        output.WriteLine($"{matrix.Cells} answers looked at.");
        Assert.True(found.Count == 0, string.Join('\n', found.Take(40)));
    }
}
