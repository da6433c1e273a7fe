namespace Metiva.Tenancy.Engines.SqlServer.CompanyMigrations;

/// <summary>A frozen part of the migration that made the seals: what was sealed stays so, whoever asks.</summary>
internal static class AuditSealTriggers
{
    /// <summary>One statement each. What refuses ends the transaction.</summary>
    public static readonly string[] Statements =
    [
        """
            CREATE TRIGGER [AuditSeals_Change] ON [AuditSeals] AFTER UPDATE, DELETE AS
            BEGIN
            SET NOCOUNT ON;
            IF EXISTS (SELECT 1 FROM deleted)
            BEGIN
            THROW 51000, N'the audit log cannot be changed', 1;
            END
            END
            """,
    ];
}
