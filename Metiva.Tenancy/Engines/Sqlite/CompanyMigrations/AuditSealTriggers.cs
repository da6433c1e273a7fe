namespace Metiva.Tenancy.Engines.Sqlite.CompanyMigrations;

/// <summary>A frozen part of the migration that made the seals: what was sealed stays so, whoever asks.</summary>
internal static class AuditSealTriggers
{
    /// <summary>One statement each. The third stops INSERT OR REPLACE, which deletes without firing the delete trigger.</summary>
    public static readonly string[] Statements =
    [
        Refuse("AuditSeals_Update", "UPDATE ON AuditSeals"),
        Refuse("AuditSeals_Delete", "DELETE ON AuditSeals"),
        Refuse("AuditSeals_Replace", "INSERT ON AuditSeals WHEN EXISTS (SELECT 1 FROM AuditSeals WHERE Sequence >= NEW.Sequence)"),
    ];

    private static string Refuse(string name, string on) =>
        $"CREATE TRIGGER {name} BEFORE {on} BEGIN SELECT RAISE(ABORT, 'the audit log cannot be changed'); END;";
}
