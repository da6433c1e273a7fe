namespace Metiva.Domain.Access;

/// <summary>
/// Every permission, and the role table that grants them. This is the one declaration: policies, menu, pages, buttons,
/// commands and docs/roles.md read it.
/// </summary>
public static class Permissions
{
    private static readonly List<Permission> Declared = [];
    private static readonly List<RoleTableRow> Table = [];

    // Letters in the order: Owner Admin AccountManager Sales Delivery Marketing Finance Client.

    /// <summary>Closing or transferring the company, and its plan.</summary>
    public static Area Company { get; } = new("company", Row("Close or transfer company, plan", "F - - - - - R -"));

    /// <summary>Company settings and branding.</summary>
    public static Area Settings { get; } = new("settings", Row("Company settings, branding", "F F R - - R R -"));

    /// <summary>Bank account and VAT settings.</summary>
    public static Area BankAndVat { get; } = new("bank-and-vat", Row("Bank account, VAT settings", "F R - - - - F -"));

    /// <summary>Members and their roles. Only an Owner grants or takes Owner.</summary>
    public static Area Members { get; } = new("members", Row("Members and roles", "F F - - - - - -"));

    /// <summary>Integrations and their secrets.</summary>
    public static Area Integrations { get; } = new("integrations", Row("Integrations and secrets", "F F - - - E E -"));

    /// <summary>The unified inbox.</summary>
    public static DiscussedArea Inbox { get; } = new("inbox", Row("Inbox", "F F E E E E O P"));

    /// <summary>Accounts and contacts.</summary>
    public static Area Accounts { get; } = new("accounts", Row("Accounts, contacts", "F F E E R R E P"));

    /// <summary>Leads, deals and the forecast.</summary>
    public static Area Deals { get; } = new("deals", Row("Leads, deals, forecast", "F F E E R R R -"));

    /// <summary>Automations.</summary>
    public static Area Automations { get; } = new("automations", Row("Automations", "F F E O O E O -"));

    /// <summary>Projects and tasks.</summary>
    public static DiscussedArea Projects { get; } = new("projects", Row("Projects, tasks", "F F E R F O R P"));

    /// <summary>Files, which are part of the work on projects.</summary>
    public static FilesArea Files { get; } = new(Projects.Read.Row);

    /// <summary>Hours: entering and approving.</summary>
    public static TimeArea Time { get; } = new(Row("Time: enter / approve", "F F E O E O R P"));

    /// <summary>Cost rates and margin.</summary>
    public static Area CostRates { get; } = new("cost-rates", Row("Cost rates, margin", "F R R - R - F -"));

    /// <summary>Capacity and performance of people.</summary>
    public static Area Capacity { get; } = new("capacity", Row("Capacity, performance", "F F R O E O R -"));

    /// <summary>Quotes and contracts.</summary>
    public static ContractsArea Contracts { get; } = new(Row("Quotes, contracts", "F F E E R - R P"));

    /// <summary>Invoices.</summary>
    public static InvoicesArea Invoices { get; } =
        new(Row("Invoice drafts", "F E E R E - F -"), Row("Issue, credit, write off", "F - - - - - F -"));

    /// <summary>Payments, refunds and matching.</summary>
    public static PaymentsArea Payments { get; } = new(Row("Payments, refunds, matching", "F R R - - - F P"));

    /// <summary>Ageing, VAT and revenue reports.</summary>
    public static Area FinanceReports { get; } = new("finance-reports", Row("Ageing, VAT, revenue reports", "F R R - - - F P"));

    /// <summary>Tracking, destinations and attribution.</summary>
    public static Area Attribution { get; } = new("attribution", Row("Tracking, destinations, attribution", "F F R R - F R -"));

    /// <summary>Reports and dashboards.</summary>
    public static Area Reports { get; } = new("reports", Row("Reports, dashboards", "F F E R R F R P"));

    /// <summary>Consent, the register of processing, retention.</summary>
    public static Area Privacy { get; } = new("privacy", Row("Consent, register, retention", "F F R - - E R -"));

    /// <summary>Data-subject requests.</summary>
    public static SubjectRequestsArea SubjectRequests { get; } = new(Row("Data-subject requests", "F F E - - - R P"));

    /// <summary>The audit log.</summary>
    public static Area Audit { get; } = new("audit", Row("Audit log", "F R - - - - R -"));

    /// <summary>Bulk export.</summary>
    public static Area Export { get; } = new("export", Row("Bulk export", "F F O O O O E P"));

    /// <summary>Sign-in settings, host names, SCIM.</summary>
    public static Area SignIn { get; } = new("sign-in", Row("Sign-in settings, host names, SCIM", "F F - - - - - -"));

    /// <summary>API keys and webhooks.</summary>
    public static Area ApiKeys { get; } = new("api-keys", Row("API keys, webhooks", "F F - - - - - -"));

    /// <summary>One's own sessions and profile.</summary>
    public static Area Profile { get; } = new("profile", Row("Own sessions and profile", "O O O O O O O O"));

    /// <summary>Ending other people's sessions.</summary>
    public static Area Sessions { get; } = new("sessions", Row("Others' sessions (end)", "F F - - - - - -"));

    /// <summary>Operator grants: approving and seeing them.</summary>
    public static Area OperatorGrants { get; } = new("operator-grants", Row("Operator grants: approve, see", "F R - - - - - -"));

    /// <summary>Companies, servers, rollouts and the isolation audit, at the agency.</summary>
    public static Area ControlPlane { get; } =
        new("control", AgencyRow("Control plane (companies, servers, rollouts, isolation audit)", "F F - - - - - -"));

    /// <summary>Plans and usage of all companies, at the agency.</summary>
    public static Area PlansAndUsage { get; } = new("plans", AgencyRow("Control plane (plans, usage)", "F F - - - - R -"));

    /// <summary>Asking for operator access to a company, at the agency.</summary>
    public static Area OperatorAccess { get; } =
        new("operator-access", AgencyRow("Ask for operator access to a company", "F F E - - - - -"));

    /// <summary>The agency's ledger.</summary>
    public static Area Ledger { get; } = new("ledger", AgencyRow("Agency ledger", "F R R - - - F -"));

    /// <summary>Every permission, in the order of declaration.</summary>
    public static IReadOnlyList<Permission> All => Declared;

    /// <summary>The role table, in the order of declaration.</summary>
    public static IReadOnlyList<RoleTableRow> RoleTable => Table;

    /// <summary>The permission of that name, or null: an unknown name grants nothing.</summary>
    public static Permission? Find(string name) => Declared.Find(permission => permission.Name == name);

    internal static Permission Declare(string name, Act act, RoleTableRow row)
    {
        if (Find(name) is not null)
        {
            throw new InvalidOperationException($"The permission '{name}' is declared twice.");
        }

        var permission = new Permission(Declared.Count, name, act, row);
        Declared.Add(permission);
        return permission;
    }

    private static RoleTableRow Row(string title, string letters) => Add(new RoleTableRow(title, letters, agencyOnly: false));

    private static RoleTableRow AgencyRow(string title, string letters) => Add(new RoleTableRow(title, letters, agencyOnly: true));

    private static RoleTableRow Add(RoleTableRow row)
    {
        Table.Add(row);
        return row;
    }
}
