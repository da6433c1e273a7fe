namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>The one place where a name becomes part of a statement.</summary>
internal static class SqliteIdentifier
{
    /// <summary>The name between double quotes, with every double quote doubled: whatever it holds, it stays one name.</summary>
    /// <exception cref="ArgumentException">It is empty, or holds a NUL, where SQLite stops reading.</exception>
    public static string Quote(string name)
    {
        if (name.Length == 0 || name.Contains('\0'))
        {
            throw new ArgumentException("A name is not empty and holds no NUL.", nameof(name));
        }

        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
