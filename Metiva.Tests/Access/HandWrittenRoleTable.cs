using Metiva.Domain.Access;

namespace Metiva.Tests.Access;

/// <summary>
/// The product's role table, typed over by hand: nothing here is generated from, or reads, the registry that it is compared with.
/// Order of the letters: Owner, Admin, AccountManager, Sales, Delivery, Marketing, Finance, Client.
/// </summary>
internal static class HandWrittenRoleTable
{
    /// <summary>One row: the permissions that stand for it, the letters, and whether it counts at the agency only.</summary>
    public sealed record Row(string Title, string Letters, bool AgencyOnly, string[] Permissions);

    public static readonly Row[] Rows =
    [
        Everywhere("Close or transfer company, plan", "F - - - - - R -", Area("company")),
        Everywhere("Company settings, branding", "F F R - - R R -", Area("settings")),
        Everywhere("Bank account, VAT settings", "F R - - - - F -", Area("bank-and-vat")),
        Everywhere("Members and roles", "F F - - - - - -", Area("members")),
        Everywhere("Integrations and secrets", "F F - - - E E -", Area("integrations")),
        Everywhere("Inbox", "F F E E E E O P", [.. Area("inbox"), "inbox.comment"]),
        Everywhere("Accounts, contacts", "F F E E R R E P", Area("accounts")),
        Everywhere("Leads, deals, forecast", "F F E E R R R -", Area("deals")),
        Everywhere("Automations", "F F E O O E O -", Area("automations")),
        Everywhere("Projects, tasks", "F F E R F O R P", [.. Area("projects"), "projects.comment", .. Area("files"), "files.upload"]),
        Everywhere("Time: enter / approve", "F F E O E O R P", [.. Area("time"), "time.approve"]),
        Everywhere("Cost rates, margin", "F R R - R - F -", Area("cost-rates")),
        Everywhere("Capacity, performance", "F F R O E O R -", Area("capacity")),
        Everywhere("Quotes, contracts", "F F E E R - R P", [.. Area("contracts"), "contracts.accept", "contracts.sign"]),
        Everywhere("Invoice drafts", "F E E R E - F -", Area("invoices")),
        Everywhere(
            "Issue, credit, write off",
            "F - - - - - F -",
            ["invoices.issue", "invoices.credit", "invoices.write-off", "invoices.read-reviews"]
        ),
        Everywhere("Payments, refunds, matching", "F R R - - - F P", [.. Area("payments"), "payments.pay"]),
        Everywhere("Ageing, VAT, revenue reports", "F R R - - - F P", Area("finance-reports")),
        Everywhere("Tracking, destinations, attribution", "F F R R - F R -", Area("attribution")),
        Everywhere("Reports, dashboards", "F F E R R F R P", Area("reports")),
        Everywhere("Consent, register, retention", "F F R - - E R -", Area("privacy")),
        Everywhere("Data-subject requests", "F F E - - - R P", [.. Area("subject-requests"), "subject-requests.ask"]),
        Everywhere("Audit log", "F R - - - - R -", Area("audit")),
        Everywhere("Bulk export", "F F O O O O E P", Area("export")),
        Everywhere("Sign-in settings, host names, SCIM", "F F - - - - - -", Area("sign-in")),
        Everywhere("API keys, webhooks", "F F - - - - - -", Area("api-keys")),
        Everywhere("Own sessions and profile", "O O O O O O O O", Area("profile")),
        Everywhere("Others' sessions (end)", "F F - - - - - -", Area("sessions")),
        Everywhere("Operator grants: approve, see", "F R - - - - - -", Area("operator-grants")),
        // One row of the product's table in two, because Finance reads plans and usage but not the rest.
        AtTheAgency("Control plane (companies, servers, rollouts, isolation audit)", "F F - - - - - -", Area("control")),
        AtTheAgency("Control plane (plans, usage)", "F F - - - - R -", Area("plans")),
        AtTheAgency("Ask for operator access to a company", "F F E - - - - -", Area("operator-access")),
        AtTheAgency("Agency ledger", "F R R - - - F -", Area("ledger")),
    ];

    /// <summary>What a letter means for a permission, by the last part of its name.</summary>
    public static Scope Meaning(char letter, string permission)
    {
        var portal =
            permission
            is "inbox.comment"
                or "projects.comment"
                or "contracts.accept"
                or "contracts.sign"
                or "payments.pay"
                or "subject-requests.ask"
                or "files.upload";
        var act = permission[(permission.IndexOf('.', StringComparison.Ordinal) + 1)..] switch
        {
            "read" or "read-reviews" => 'r',
            "create" => 'c',
            "edit" or "approve" or "issue" or "credit" or "write-off" => 'e',
            "delete" => 'd',
            "configure" => 'f',
            _ when portal => 'p',
            _ => throw new ArgumentException($"'{permission}' is not in the hand-written table.", nameof(permission)),
        };
        return letter switch
        {
            'F' when act is 'r' or 'c' or 'e' or 'd' or 'f' => Scope.All,
            'E' when act is 'r' or 'c' or 'e' => Scope.All,
            'O' when act is 'r' or 'c' or 'e' => Scope.Own,
            'R' when act is 'r' => Scope.All,
            'P' when act is 'r' or 'p' => Scope.Published,
            _ => Scope.None,
        };
    }

    private static string[] Area(string name) => [$"{name}.read", $"{name}.create", $"{name}.edit", $"{name}.delete", $"{name}.configure"];

    private static Row Everywhere(string title, string letters, string[] permissions) =>
        new(title, letters.Replace(" ", "", StringComparison.Ordinal), AgencyOnly: false, permissions);

    private static Row AtTheAgency(string title, string letters, string[] permissions) =>
        new(title, letters.Replace(" ", "", StringComparison.Ordinal), AgencyOnly: true, permissions);
}
