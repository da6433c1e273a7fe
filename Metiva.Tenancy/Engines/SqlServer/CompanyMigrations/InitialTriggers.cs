namespace Metiva.Tenancy.Engines.SqlServer.CompanyMigrations;

/// <summary>What the first schema refuses by itself, whoever asks. A frozen part of that migration: later changes get their own file.</summary>
internal static class InitialTriggers
{
    private static readonly string[] OfAnIssuedInvoice =
    [
        "Id",
        "AccountId",
        "CustomerName",
        "CustomerAddress",
        "CustomerVatId",
        "Number",
        "IssueDate",
        "SupplyDate",
        "PaymentTermDays",
        "DueDate",
        "Reference",
        "Subtotal",
        "Vat",
        "Total",
        "CreatedBy",
        "CreatedAt",
    ];

    /// <summary>One statement each. What refuses ends the transaction.</summary>
    public static readonly string[] Statements =
    [
        // The audit log only grows.
        Trigger(
            "AuditRecords_Change",
            "AuditRecords",
            "UPDATE, DELETE",
            Refuse("SELECT 1 FROM deleted", "the audit log cannot be changed")
        ),
        // The database's statement of whose it is stays for good; its version of the schema moves on.
        Trigger(
            "CompanyIdentity_Change",
            "CompanyIdentity",
            "UPDATE, DELETE",
            $"""
            IF (UPDATE(Id) OR UPDATE(CompanyId) OR NOT EXISTS (SELECT 1 FROM inserted))
            {Refuse("SELECT 1 FROM deleted", "the company of a database cannot be changed")}
            """
        ),
        // An issued invoice keeps its number and what it says; only its state, balance and the person in charge still move.
        Trigger(
            "Invoices_Issued_Change",
            "Invoices",
            "UPDATE, DELETE",
            $"""
            IF ({string.Join(" OR ", OfAnIssuedInvoice.Select(column => $"UPDATE({column})"))} OR NOT EXISTS (SELECT 1 FROM inserted))
            {Refuse("SELECT 1 FROM deleted WHERE Number IS NOT NULL", "an issued invoice cannot be changed")}
            IF UPDATE(State)
            {Refuse(
                "SELECT 1 FROM deleted d JOIN inserted i ON i.Id = d.Id WHERE d.Number IS NOT NULL AND i.State IN ('Draft', 'InReview')",
                "an issued invoice cannot become a draft"
            )}
            """
        ),
        OfIssued("InvoiceLines"),
        OfIssued("InvoiceVatTotals"),
        OfIssued("InvoiceEvents"),
        // A number series only moves forward.
        Trigger(
            "NumberSeries_Back",
            "NumberSeries",
            "UPDATE, DELETE",
            Refuse(
                "SELECT 1 FROM deleted d LEFT JOIN inserted i ON i.Name = d.Name WHERE i.Name IS NULL OR i.Next <= d.Next",
                "a number series only moves forward"
            )
        ),
    ];

    private static string Trigger(string name, string table, string after, string body) =>
        $"""
            CREATE TRIGGER [{name}] ON [{table}] AFTER {after} AS
            BEGIN
            SET NOCOUNT ON;
            {body}
            END
            """;

    private static string Refuse(string when, string message) =>
        $"""
            IF EXISTS ({when})
            BEGIN
            THROW 51000, N'{message}', 1;
            END
            """;

    private static string OfIssued(string table) =>
        Trigger(
            $"{table}_Issued_Change",
            table,
            "UPDATE, DELETE",
            Refuse(
                "SELECT 1 FROM deleted d JOIN Invoices i ON i.Id = d.InvoiceId WHERE i.Number IS NOT NULL",
                "an issued invoice cannot be changed"
            )
        );
}
