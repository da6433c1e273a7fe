using Xunit;

namespace Metiva.Tests.Identity;

public sealed class NodeFactTests
{
    [Fact]
    public void Without_Node_nothing_is_tried() => Assert.Contains("Node.js", NodeFactAttribute.WhyNot(node: false, Unasked, Untried)!);

    [Fact]
    public void What_is_installed_is_not_installed_again() => Assert.Null(NodeFactAttribute.WhyNot(node: true, () => true, Untried));

    [Fact]
    public void What_can_be_installed_runs() => Assert.Null(NodeFactAttribute.WhyNot(node: true, () => false, () => null));

    [Fact]
    public void What_cannot_be_installed_is_skipped_with_the_reason() =>
        Assert.EndsWith(": no registry", NodeFactAttribute.WhyNot(node: true, () => false, () => "no registry")!);

    private static bool Unasked() => throw new InvalidOperationException();

    private static string? Untried() => throw new InvalidOperationException();
}
