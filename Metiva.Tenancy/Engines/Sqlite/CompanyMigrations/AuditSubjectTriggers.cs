namespace Metiva.Tenancy.Engines.Sqlite.CompanyMigrations;

/// <summary>
/// A frozen part of the migration that made them: a value stays as it is, and of a subject only the key can go, once and for good.
/// </summary>
internal static class AuditSubjectTriggers
{
    /// <summary>One statement each. The last two stop INSERT OR REPLACE, which deletes without firing the delete trigger.</summary>
    public static readonly string[] Statements =
    [
        Refuse("AuditValues_Update", "UPDATE ON AuditValues"),
        Refuse("AuditValues_Delete", "DELETE ON AuditValues"),
        Refuse(
            "AuditSubjects_Update",
            "UPDATE ON AuditSubjects WHEN NEW.EncryptionKey IS NOT NULL OR OLD.EncryptionKey IS NULL OR NEW.ErasedAt IS NULL"
                + " OR NEW.Id <> OLD.Id OR NEW.Subject <> OLD.Subject OR NEW.CreatedAt <> OLD.CreatedAt"
        ),
        Refuse("AuditSubjects_Delete", "DELETE ON AuditSubjects"),
        Refuse("AuditValues_Replace", "INSERT ON AuditValues WHEN EXISTS (SELECT 1 FROM AuditValues WHERE Reference = NEW.Reference)"),
        Refuse("AuditSubjects_Replace", "INSERT ON AuditSubjects WHEN EXISTS (SELECT 1 FROM AuditSubjects WHERE Id = NEW.Id)"),
    ];

    private static string Refuse(string name, string on) =>
        $"CREATE TRIGGER {name} BEFORE {on} BEGIN SELECT RAISE(ABORT, 'the audit log cannot be changed'); END;";
}
