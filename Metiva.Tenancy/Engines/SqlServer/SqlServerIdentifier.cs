namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>The one place where a name becomes part of a statement.</summary>
internal static class SqlServerIdentifier
{
    /// <summary>The longest name that SQL Server takes, in UTF-16 units.</summary>
    public const int MaxLength = 128;

    /// <summary>The name between brackets, with every closing bracket doubled: whatever it holds, it stays one name.</summary>
    /// <exception cref="ArgumentException">It is empty, longer than <see cref="MaxLength"/>, or holds a NUL or half a character.</exception>
    public static string Quote(string name)
    {
        Demand(name);
        return $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";
    }

    /// <summary>Refuses what cannot be a name.</summary>
    /// <exception cref="ArgumentException">It is empty, longer than <see cref="MaxLength"/>, or holds a NUL or half a character.</exception>
    public static void Demand(string name)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentException("A name is not empty.", nameof(name));
        }

        if (name.Length > MaxLength)
        {
            throw new ArgumentException($"A name has at most {MaxLength} characters.", nameof(name));
        }

        if (name.Contains('\0') || !SqlServerLiteral.IsWellFormed(name))
        {
            throw new ArgumentException("A name holds no NUL and no half character.", nameof(name));
        }
    }
}
