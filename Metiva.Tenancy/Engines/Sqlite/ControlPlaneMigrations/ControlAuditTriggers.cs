namespace Metiva.Tenancy.Engines.Sqlite.ControlPlaneMigrations;

/// <summary>A frozen part of the migration that made them: what agency staff did to the registry is added and read, whoever asks.</summary>
internal static class ControlAuditTriggers
{
    /// <summary>One statement each. The third stops INSERT OR REPLACE, which deletes without firing the delete trigger.</summary>
    public static readonly string[] Statements =
    [
        Refuse("ControlAudit_Update", "UPDATE ON ControlAudit"),
        Refuse("ControlAudit_Delete", "DELETE ON ControlAudit"),
        Refuse("ControlAudit_Replace", "INSERT ON ControlAudit WHEN EXISTS (SELECT 1 FROM ControlAudit WHERE Sequence = NEW.Sequence)"),
    ];

    private static string Refuse(string name, string on) =>
        $"CREATE TRIGGER {name} BEFORE {on} BEGIN SELECT RAISE(ABORT, 'the audit of the registry cannot be changed'); END;";
}
