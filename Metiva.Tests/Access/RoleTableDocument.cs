using System.Text;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tests.Support;

namespace Metiva.Tests.Access;

/// <summary>docs/roles.md, written from the role registry.</summary>
internal static class RoleTableDocument
{
    private const string RelativePath = "docs/roles.md";

    private const string Introduction = """
        # Roles and permissions

        Generated from the role registry (`Metiva.Domain/Access`) by `dotnet run --project Metiva.Tests -- roles`. Do not edit it by hand:
        a test fails while it is stale.

        | Letter | Acts | Scope |
        |---|---|---|
        | F | read, create, edit, delete, configure | All |
        | E | read, create, edit | All |
        | O | read, create, edit | Own: created by or assigned to the person |
        | R | read | All |
        | P | read, and the portal acts (accept, sign, pay, comment, ask) | Published: what was shown to the client |
        | - | nothing | |

        Somebody with several roles has the union, each permission at its widest scope (All, Own, Published). What is not granted is
        denied. Rows marked with * count only while bound to the agency itself.
        """;

    private static readonly Role[] Roles = Enum.GetValues<Role>();

    /// <summary>Where it stands.</summary>
    public static string File => Repository.File(RelativePath);

    /// <summary>Writes it anew.</summary>
    public static void Write()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, Text());
        Console.WriteLine($"{RelativePath} is written.");
    }

    /// <summary>What it should hold.</summary>
    public static string Text()
    {
        var text = new StringBuilder(Introduction).Append("\n\n## The table\n\n");
        Header(text, "Area");
        foreach (var row in Permissions.RoleTable)
        {
            Row(text, row.Title + (row.AgencyOnly ? " *" : ""), Roles.Select(role => row.Letter(role).ToString()));
        }

        text.Append("\n## Every permission\n\n");
        Header(text, "Permission");
        foreach (var permission in Permissions.All)
        {
            Row(text, $"`{permission.Name}`" + (permission.Row.AgencyOnly ? " *" : ""), Roles.Select(role => Reach(role, permission)));
        }

        return text.ToString();
    }

    // At the agency, where every row counts; elsewhere the marked ones fall away.
    private static string Reach(Role role, Permission permission) =>
        RoleRegistry.GrantsFor(RoleSet.Of(role), CompanyKind.Agency).ScopeOf(permission) is var scope && scope == Scope.None
            ? "-"
            : scope.ToString();

    private static void Header(StringBuilder text, string first)
    {
        Row(text, first, Roles.Select(role => role.ToString()));
        text.Append('|').Insert(text.Length, "---|", Roles.Length + 1).Append('\n');
    }

    private static void Row(StringBuilder text, string first, IEnumerable<string> cells) =>
        text.Append("| ").Append(first).Append(" | ").AppendJoin(" | ", cells).Append(" |\n");
}
