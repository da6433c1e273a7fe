namespace Metiva.Domain.Access;

/// <summary>A row of the role table: one letter for each role, in the order of <see cref="Role"/>.</summary>
/// <remarks>
/// F: read, create, edit, delete, configure, scope All. E: read, create, edit, scope All. O: as E, scope Own.
/// R: read, scope All. P: read what was published, and the portal acts, scope Published. -: nothing.
/// </remarks>
public sealed class RoleTableRow
{
    private readonly char[] letters;

    internal RoleTableRow(string title, string letters, bool agencyOnly)
    {
        Title = title;
        AgencyOnly = agencyOnly;
        this.letters = [.. letters.Where(letter => letter != ' ')];
        if (this.letters.Length != Enum.GetValues<Role>().Length || Array.Exists(this.letters, letter => !"FEORP-".Contains(letter)))
        {
            throw new ArgumentException($"'{letters}' is not a row of the role table.", nameof(letters));
        }
    }

    /// <summary>The row's title in the product's role table.</summary>
    public string Title { get; }

    /// <summary>Whether it counts only while bound to the agency itself.</summary>
    public bool AgencyOnly { get; }

    /// <summary>The letter of a role.</summary>
    public char Letter(Role role) => letters[(int)role];

    /// <summary>How far this row lets a role perform an act.</summary>
    public Scope ScopeOf(Role role, Act act) =>
        Letter(role) switch
        {
            'F' => act == Act.Portal ? Scope.None : Scope.All,
            'E' => act is Act.Read or Act.Create or Act.Edit ? Scope.All : Scope.None,
            'O' => act is Act.Read or Act.Create or Act.Edit ? Scope.Own : Scope.None,
            'R' => act == Act.Read ? Scope.All : Scope.None,
            'P' => act is Act.Read or Act.Portal ? Scope.Published : Scope.None,
            _ => Scope.None,
        };
}
