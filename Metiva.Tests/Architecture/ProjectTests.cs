using System.Xml.Linq;
using Metiva.Domain.Access;
using Metiva.Tenancy;
using Metiva.Tests.Support;
using Metiva.Web;
using Xunit;

namespace Metiva.Tests.Architecture;

/// <summary>Domain, then Tenancy, then Web: nothing points the other way, and only Tenancy knows a database provider.</summary>
public sealed class ProjectTests
{
    private static readonly string[] Providers =
    [
        "Microsoft.Data.Sqlite",
        "Microsoft.Data.SqlClient",
        "SQLitePCLRaw",
        "Microsoft.EntityFrameworkCore.Sqlite",
        "Microsoft.EntityFrameworkCore.SqlServer",
    ];

    [Theory]
    [InlineData("Metiva.Domain", new string[0])]
    [InlineData("Metiva.Tenancy", new[] { "Metiva.Domain", "Microsoft.SqlServer.Server" })]
    [InlineData("Metiva.Web", new[] { "Metiva.Domain", "Metiva.Tenancy" })]
    public void A_project_references_only_what_lies_below_it(string project, string[] references) =>
        Assert.Equal(
            references,
            Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))
        );

    [Fact]
    public void Domain_references_no_package()
    {
        Assert.Empty(Items("Metiva.Domain", "PackageReference"));
        Assert.Empty(Items("Metiva.Domain", "FrameworkReference"));
        Assert.All(
            typeof(RoleRegistry).Assembly.GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Web_names_no_provider()
    {
        Assert.DoesNotContain(Items("Metiva.Web", "PackageReference"), IsProvider);
        Assert.DoesNotContain(typeof(MetivaHost).Assembly.GetReferencedAssemblies(), reference => IsProvider(reference.Name!));
    }

    [Fact]
    public void Outside_an_engine_no_type_of_Tenancy_holds_or_hands_out_a_providers_type()
    {
        var found = typeof(TenancyServices)
            .Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Metiva.Tenancy.Engines.", StringComparison.Ordinal) != true)
            .SelectMany(type =>
                Members.TypesUsedBy(type).Where(used => IsProvider(used.Assembly.GetName().Name!)).Select(used => $"{type}: {used}")
            )
            .ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Outside_an_engine_no_source_names_a_provider() =>
        Assert.Equal(
            "",
            new[] { "Metiva.Domain", "Metiva.Tenancy", "Metiva.Web" }
                .SelectMany(Sources.Code)
                .Where(file => !file.Path.StartsWith("Metiva.Tenancy/Engines/", StringComparison.Ordinal))
                .Naming(
                    @"Microsoft\.Data\.Sql\w+|SQLitePCL|UseSqlite|UseSqlServer|\bSqlite(Connection|Command|Exception)\b|\bSql(Connection|Command|Exception)\b|PRAGMA|sqlite_"
                )
        );

    [Fact]
    public void An_engine_keeps_to_the_list_of_banned_symbols_but_for_connections() =>
        Assert.Equal(
            "",
            Sources
                .Code("Metiva.Tenancy/Engines")
                .Naming(
                    @"DateTime(Offset)?\.(Now|UtcNow|Today)|AsyncLocal|IHttpContextAccessor|Thread\.Sleep|new Random\(\)|Random\.Shared"
                )
        );

    [Fact]
    public void An_engine_does_not_know_another()
    {
        Assert.Equal("", Sources.Code("Metiva.Tenancy/Engines/Sqlite").Naming(@"Engines\.SqlServer|Microsoft\.Data\.SqlClient"));
        Assert.Equal("", Sources.Code("Metiva.Tenancy/Engines/SqlServer").Naming(@"Engines\.Sqlite|Microsoft\.Data\.Sqlite"));
    }

    private static bool IsProvider(string name) => Array.Exists(Providers, provider => name.StartsWith(provider, StringComparison.Ordinal));

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument
            .Load(Repository.File($"{project}/{project}.csproj"))
            .Descendants(kind)
            .Select(item => item.Attribute("Include")!.Value)
            .Order(StringComparer.Ordinal);
}
