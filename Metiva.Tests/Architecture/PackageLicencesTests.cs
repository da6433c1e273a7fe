using Xunit;

namespace Metiva.Tests.Architecture;

public sealed class PackageLicencesTests
{
    [Fact]
    public void Every_restored_package_may_enter()
    {
        var output = new StringWriter();
        Assert.True(PackageLicences.Check(output), output.ToString());
    }

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("Apache-2.0", true)]
    [InlineData("BSD-3-Clause", true)]
    [InlineData("MS-PL OR Apache-2.0", true)]
    [InlineData("(GPL-3.0-only OR MIT)", true)]
    [InlineData("MPL-2.0", false)]
    [InlineData("AGPL-3.0-only", false)]
    [InlineData("GPL-2.0-only WITH Classpath-exception-2.0", false)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("https://example.org/licence", false)]
    [InlineData("nothing", false)]
    public void Of_a_licence_expression_one_free_side_is_enough(string licence, bool free) =>
        Assert.Equal(free, PackageLicences.IsFree(licence));

    [Fact]
    public void An_exception_for_tests_does_not_let_a_package_ship()
    {
        var axe = new PackageLicence("Deque.AxeCore.Commons", "4.14.0", "MPL-2.0", ["Metiva.Tests"]);
        Assert.True(PackageLicences.MayEnter(axe));
        Assert.False(PackageLicences.MayEnter(axe with { Projects = ["Metiva.Tests", "Metiva.Web"] }));
    }
}
