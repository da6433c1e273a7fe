namespace Metiva.Tenancy.Engines.SqlServer.ControlPlaneMigrations;

/// <summary>A frozen part of the migration that made them: what agency staff did to the registry is added and read, whoever asks.</summary>
internal static class ControlAuditTriggers
{
    /// <summary>One statement each. What refuses ends the transaction.</summary>
    public static readonly string[] Statements =
    [
        """
            CREATE TRIGGER [ControlAudit_Change] ON [ControlAudit] AFTER UPDATE, DELETE AS
            BEGIN
            SET NOCOUNT ON;
            IF EXISTS (SELECT 1 FROM deleted)
            BEGIN
            THROW 51000, N'the audit of the registry cannot be changed', 1;
            END
            END
            """,
    ];
}
