namespace Metiva.Tenancy.Engines.SqlServer.CompanyMigrations;

/// <summary>
/// A frozen part of the migration that made them: a value stays as it is, and of a subject only the key can go, once and for good.
/// </summary>
internal static class AuditSubjectTriggers
{
    /// <summary>One statement each. What refuses ends the transaction.</summary>
    public static readonly string[] Statements =
    [
        """
            CREATE TRIGGER [AuditValues_Change] ON [AuditValues] AFTER UPDATE, DELETE AS
            BEGIN
            SET NOCOUNT ON;
            IF EXISTS (SELECT 1 FROM deleted)
            BEGIN
            THROW 51000, N'the audit log cannot be changed', 1;
            END
            END
            """,
        """
            CREATE TRIGGER [AuditSubjects_Change] ON [AuditSubjects] AFTER UPDATE, DELETE AS
            BEGIN
            SET NOCOUNT ON;
            IF EXISTS (SELECT 1 FROM deleted d LEFT JOIN inserted i ON i.[Id] = d.[Id]
                WHERE i.[Id] IS NULL OR i.[EncryptionKey] IS NOT NULL OR d.[EncryptionKey] IS NULL OR i.[ErasedAt] IS NULL
                OR i.[Subject] <> d.[Subject] OR i.[CreatedAt] <> d.[CreatedAt])
            BEGIN
            THROW 51000, N'the audit log cannot be changed', 1;
            END
            END
            """,
    ];
}
