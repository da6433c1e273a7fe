using Metiva.Domain.Access;

namespace Metiva.Tests.Isolation;

/// <summary>Who reaches what, written by hand from the product's role table. Nothing generates it.</summary>
/// <param name="Address">The address; {invoice} and the like stand for a record of the company.</param>
/// <param name="Letters">A letter for each role in the order of <see cref="Role"/>: y or -.</param>
/// <param name="InMenu">Whether it has a place in the menu.</param>
/// <param name="IsPage">Whether a circuit can go there; a download is reached by its address only.</param>
internal sealed record HandWrittenRoute(string Address, string Letters, bool InMenu = true, bool IsPage = true)
{
    //                                                                           Owner Admin AccountManager Sales Delivery Marketing Finance Client
    public static IReadOnlyList<HandWrittenRoute> AtAClient { get; } =
    [
        new("/workspace/invoices", "y y y y y - y -"),
        new("/workspace/invoices/{invoice}", "y y y y y - y -", InMenu: false),
        new("/workspace/invoices/review", "y - - - - - y -"),
        new("/workspace/invoices/export.csv", "y y y y y - y -", InMenu: false, IsPage: false),
        new("/workspace/audit", "y y - - - - y -"),
        new("/workspace/members", "y y - - - - - -"),
        new("/control/companies", "- - - - - - - -"),
        new("/control/companies/{company}", "- - - - - - - -", InMenu: false),
        new("/control/servers", "- - - - - - - -"),
        new("/portal", "- - - - - - - y"),
        new("/portal/invoices", "- - - - - - - y"),
        new("/portal/invoices/{invoice}", "- - - - - - - y", InMenu: false),
        new("/portal/contracts", "- - - - - - - y"),
        new("/portal/contracts/{contract}", "- - - - - - - y", InMenu: false),
        new("/portal/projects", "- - - - - - - y"),
        new("/portal/projects/{project}", "- - - - - - - y", InMenu: false),
    ];

    public static IReadOnlyList<HandWrittenRoute> AtTheAgency { get; } =
    [
        new("/workspace/invoices", "y y y y y - y -"),
        new("/workspace/invoices/review", "y - - - - - y -"),
        new("/workspace/audit", "y y - - - - y -"),
        new("/workspace/members", "y y - - - - - -"),
        new("/control/companies", "y y - - - - - -"),
        new("/control/companies/{company}", "y y - - - - - -", InMenu: false),
        new("/control/servers", "y y - - - - - -"),
        new("/portal", "- - - - - - - -"),
        new("/portal/invoices", "- - - - - - - -"),
    ];

    public bool Allows(Role role) => Letters.Split(' ')[(int)role] == "y";
}

/// <summary>Who may run which command, written by hand from the same table.</summary>
internal static class HandWrittenCommands
{
    //                                                     Owner Admin AccountManager Sales Delivery Marketing Finance Client
    public const string SubmitInvoice = "y y y - y - y -";
    public const string IssueInvoice = "y - - - - - y -";
    public const string SendBackInvoice = "y - - - - - y -";
    public const string ChangeMemberRoles = "y y - - - - - -";
    public const string RemoveMember = "y y - - - - - -";
    public const string InviteMember = "y y - - - - - -";
    public const string EndMemberSessions = "y y - - - - - -";
    public const string SuspendCompanyAtTheAgency = "y y - - - - - -";
    public const string SuspendCompanyAtAClient = "- - - - - - - -";
    public const string ServersAndPlansAtTheAgency = "y y - - - - - -";
    public const string ServersAndPlansAtAClient = "- - - - - - - -";
}
