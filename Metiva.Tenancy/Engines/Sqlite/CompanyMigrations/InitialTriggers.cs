namespace Metiva.Tenancy.Engines.Sqlite.CompanyMigrations;

/// <summary>What the first schema refuses by itself, whoever asks. A frozen part of that migration: later changes get their own file.</summary>
internal static class InitialTriggers
{
    /// <summary>One statement each.</summary>
    public static readonly string[] Statements =
    [
        // The audit log only grows. The third trigger stops INSERT OR REPLACE, which deletes without firing the delete trigger.
        Refuse("AuditRecords_Update", "UPDATE ON AuditRecords", "the audit log cannot be changed"),
        Refuse("AuditRecords_Delete", "DELETE ON AuditRecords", "the audit log cannot be changed"),
        Refuse(
            "AuditRecords_Replace",
            "INSERT ON AuditRecords WHEN EXISTS (SELECT 1 FROM AuditRecords WHERE Sequence = NEW.Sequence)",
            "the audit log cannot be changed"
        ),
        // The database's statement of whose it is stays for good.
        Refuse("CompanyIdentity_Update", "UPDATE OF Id, CompanyId ON CompanyIdentity", "the company of a database cannot be changed"),
        Refuse("CompanyIdentity_Delete", "DELETE ON CompanyIdentity", "the company of a database cannot be changed"),
        Refuse(
            "CompanyIdentity_Replace",
            "INSERT ON CompanyIdentity WHEN EXISTS (SELECT 1 FROM CompanyIdentity)",
            "the company of a database cannot be changed"
        ),
        // An issued invoice keeps its number and what it says; only its state, balance and the person in charge still move.
        Refuse(
            "Invoices_Issued_Update",
            "UPDATE OF Id, AccountId, CustomerName, CustomerAddress, CustomerVatId, Number, IssueDate, SupplyDate, PaymentTermDays,"
                + " DueDate, Reference, Subtotal, Vat, Total, CreatedBy, CreatedAt ON Invoices WHEN OLD.Number IS NOT NULL",
            "an issued invoice cannot be changed"
        ),
        Refuse(
            "Invoices_Issued_Reopen",
            "UPDATE OF State ON Invoices WHEN OLD.Number IS NOT NULL AND NEW.State IN ('Draft', 'InReview')",
            "an issued invoice cannot become a draft"
        ),
        Refuse("Invoices_Issued_Delete", "DELETE ON Invoices WHEN OLD.Number IS NOT NULL", "an issued invoice cannot be deleted"),
        Refuse(
            "Invoices_Issued_Replace",
            "INSERT ON Invoices WHEN EXISTS"
                + " (SELECT 1 FROM Invoices WHERE Number IS NOT NULL AND (Id = NEW.Id OR Number = NEW.Number))",
            "an issued invoice cannot be replaced"
        ),
        RefuseWhenIssued("InvoiceLines"),
        RefuseWhenIssued("InvoiceVatTotals"),
        RefuseWhenIssued("InvoiceEvents"),
        // A number series only moves forward.
        Refuse(
            "NumberSeries_Back",
            "UPDATE ON NumberSeries WHEN NEW.Name <> OLD.Name OR NEW.Next <= OLD.Next",
            "a number series only moves forward"
        ),
        Refuse("NumberSeries_Delete", "DELETE ON NumberSeries", "a number series only moves forward"),
    ];

    private static string Refuse(string name, string on, string message) =>
        $"CREATE TRIGGER {name} BEFORE {on} BEGIN SELECT RAISE(ABORT, '{message}'); END;";

    private static string RefuseWhenIssued(string table) =>
        $"""
            CREATE TRIGGER {table}_Issued_Update BEFORE UPDATE ON {table}
            WHEN EXISTS (SELECT 1 FROM Invoices WHERE Id = OLD.InvoiceId AND Number IS NOT NULL)
            BEGIN SELECT RAISE(ABORT, 'an issued invoice cannot be changed'); END;
            CREATE TRIGGER {table}_Issued_Delete BEFORE DELETE ON {table}
            WHEN EXISTS (SELECT 1 FROM Invoices WHERE Id = OLD.InvoiceId AND Number IS NOT NULL)
            BEGIN SELECT RAISE(ABORT, 'an issued invoice cannot be changed'); END;
            """;
}
