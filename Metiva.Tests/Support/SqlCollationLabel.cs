namespace Metiva.Tests.Support;

/// <summary>
/// How a text of a statement compares, and who said so: SQL Server's rules of collation precedence. Without a name, two columns disagree
/// and nothing decides.
/// </summary>
internal sealed record SqlCollationLabel(string? Collation, bool IsExplicit)
{
    /// <summary>Whether two columns disagree here.</summary>
    public bool IsUndecided => Collation is null;

    /// <summary>What comes out where two texts meet; null for values and whatever else goes along with any collation.</summary>
    public static SqlCollationLabel? Of(SqlCollationLabel? one, SqlCollationLabel? other) =>
        (one, other) switch
        {
            (null, _) => other,
            (_, null) => one,
            ({ IsExplicit: true }, { IsExplicit: false }) => one,
            ({ IsExplicit: false }, { IsExplicit: true }) => other,
            _ => one.Collation == other.Collation ? one : new SqlCollationLabel(null, one.IsExplicit),
        };
}
