using Xunit;

namespace Metiva.Tests.Access;

public sealed class RoleTableDocumentTests
{
    [Fact]
    public void The_document_is_what_the_registry_says_now()
    {
        Assert.True(File.Exists(RoleTableDocument.File), "docs/roles.md is missing: dotnet run --project Metiva.Tests -- roles");
        Assert.Equal(RoleTableDocument.Text(), File.ReadAllText(RoleTableDocument.File), ignoreLineEndingDifferences: true);
    }
}
