using Metiva.Domain.Access;

namespace Metiva.Tests.Isolation;

/// <summary>Who reaches what, written by hand from the product's role table. Nothing generates it.</summary>
/// <param name="Address">The address; {invoice} and the like stand for a record of the company.</param>
/// <param name="Letters">A letter for each role in the order of <see cref="Role"/>: y, - or p for one who is led to the portal.</param>
/// <param name="InMenu">Whether it has a place in the menu.</param>
/// <param name="IsPage">Whether a circuit can go there; a download is reached by its address only.</param>
/// <param name="Call">The method of what a page sends without going anywhere; who may is not refused, whatever else is said.</param>
/// <param name="IsForm">Whether a page posts to it; who may is sent on from there.</param>
internal sealed record HandWrittenRoute(
    string Address,
    string Letters,
    bool InMenu = true,
    bool IsPage = true,
    bool IsForm = false,
    string? Call = null
)
{
    //                                                                           Owner Admin AccountManager Sales Delivery Marketing Finance Client
    public static IReadOnlyList<HandWrittenRoute> AtAClient { get; } =
    [
        new("/", "y y y y y y y p"),
        new("/workspace/invoices", "y y y y y - y -"),
        new("/workspace/invoices/{invoice}", "y y y y y - y -", InMenu: false),
        new("/workspace/invoices/review", "y - - - - - y -"),
        new("/workspace/invoices/export.csv", "y y y y y - y -", InMenu: false, IsPage: false),
        new("/workspace/files", "y y y y y y y -"),
        new("/workspace/files/{file}/content", "y y y y y y y -", InMenu: false, IsPage: false),
        new("/workspace/files/{file}/preview", "y y y y y y y -", InMenu: false, IsPage: false),
        new("/workspace/files/uploads", "y y y - y y - -", InMenu: false, IsPage: false, Call: "POST"),
        new("/workspace/files/uploads/{upload}", "y y y - y y - -", InMenu: false, IsPage: false, Call: "GET"),
        new("/portal/files", "- - - - - - - y"),
        new("/portal/files/{file}/content", "- - - - - - - y", InMenu: false, IsPage: false),
        new("/portal/files/{file}/preview", "- - - - - - - y", InMenu: false, IsPage: false),
        new("/portal/files/uploads", "- - - - - - - y", InMenu: false, IsPage: false, Call: "POST"),
        new("/portal/files/uploads/{upload}", "- - - - - - - y", InMenu: false, IsPage: false, Call: "GET"),
        new("/workspace/audit", "y y - - - - y -"),
        new("/workspace/audit/people", "y y - - - - y -", InMenu: false),
        new("/workspace/audit/export.csv", "y y - - - - y -", InMenu: false, IsPage: false),
        new("/workspace/audit/export.json", "y y - - - - y -", InMenu: false, IsPage: false),
        new("/workspace/members", "y y - - - - - -"),
        new("/workspace/jobs", "y y y - - y y -"),
        new("/workspace/jobs/{job}", "y y y - - y y -", InMenu: false),
        new("/workspace/mail", "y y - - - - y -"),
        new("/workspace/mail/{mail}", "y y - - - - y -", InMenu: false),
        new("/workspace/mail/{mail}/preview", "y y - - - - y -", InMenu: false, IsPage: false),
        new("/workspace/settings", "y y y - - y y -"),
        new("/workspace/usage", "y - - - - - y -"),
        new("/workspace/search", "y y y y y y y -", InMenu: false),
        new("/workspace/notifications", "y y y y y y y -", InMenu: false),
        new("/portal/search", "- - - - - - - y", InMenu: false),
        new("/portal/notifications", "- - - - - - - y", InMenu: false),
        new("/workspace/view-as-client", "y y y y y y y -", InMenu: false, IsPage: false, IsForm: true),
        new("/control/companies", "- - - - - - - -"),
        new("/control/companies/{company}", "- - - - - - - -", InMenu: false),
        new("/control/usage", "- - - - - - - -"),
        new("/control/servers", "- - - - - - - -"),
        new("/control/operations", "- - - - - - - -"),
        new("/portal", "- - - - - - - y"),
        new("/portal/invoices", "- - - - - - - y"),
        new("/portal/invoices/{invoice}", "- - - - - - - y", InMenu: false),
        new("/portal/contracts", "- - - - - - - y"),
        new("/portal/contracts/{contract}", "- - - - - - - y", InMenu: false),
        new("/portal/projects", "- - - - - - - y"),
        new("/portal/projects/{project}", "- - - - - - - y", InMenu: false),
        new("/portal/logo", "- - - - - - - y", InMenu: false, IsPage: false),
        new("/portal/leave-view", "y y y y y y y y", InMenu: false, IsPage: false, IsForm: true),
    ];

    public static IReadOnlyList<HandWrittenRoute> AtTheAgency { get; } =
    [
        new("/", "y y y y y y y -"),
        new("/workspace/invoices", "y y y y y - y -"),
        new("/workspace/invoices/{invoice}", "y y y y y - y -", InMenu: false),
        new("/workspace/invoices/review", "y - - - - - y -"),
        new("/workspace/invoices/export.csv", "y y y y y - y -", InMenu: false, IsPage: false),
        new("/workspace/files", "y y y y y y y -"),
        new("/workspace/files/{file}/content", "y y y y y y y -", InMenu: false, IsPage: false),
        new("/workspace/files/{file}/preview", "y y y y y y y -", InMenu: false, IsPage: false),
        new("/workspace/files/uploads", "y y y - y y - -", InMenu: false, IsPage: false, Call: "POST"),
        new("/workspace/files/uploads/{upload}", "y y y - y y - -", InMenu: false, IsPage: false, Call: "GET"),
        new("/portal/files", "- - - - - - - -"),
        new("/portal/files/{file}/content", "- - - - - - - -", InMenu: false, IsPage: false),
        new("/portal/files/{file}/preview", "- - - - - - - -", InMenu: false, IsPage: false),
        new("/portal/files/uploads", "- - - - - - - -", InMenu: false, IsPage: false, Call: "POST"),
        new("/portal/files/uploads/{upload}", "- - - - - - - -", InMenu: false, IsPage: false, Call: "GET"),
        new("/workspace/audit", "y y - - - - y -"),
        new("/workspace/audit/people", "y y - - - - y -", InMenu: false),
        new("/workspace/audit/export.csv", "y y - - - - y -", InMenu: false, IsPage: false),
        new("/workspace/audit/export.json", "y y - - - - y -", InMenu: false, IsPage: false),
        new("/workspace/members", "y y - - - - - -"),
        new("/workspace/jobs", "y y y - - y y -"),
        new("/workspace/jobs/{job}", "y y y - - y y -", InMenu: false),
        new("/workspace/mail", "y y - - - - y -"),
        new("/workspace/mail/{mail}", "y y - - - - y -", InMenu: false),
        new("/workspace/mail/{mail}/preview", "y y - - - - y -", InMenu: false, IsPage: false),
        new("/workspace/settings", "y y y - - y y -"),
        new("/workspace/usage", "y - - - - - y -"),
        new("/workspace/search", "y y y y y y y -", InMenu: false),
        new("/workspace/notifications", "y y y y y y y -", InMenu: false),
        new("/portal/search", "- - - - - - - -", InMenu: false),
        new("/portal/notifications", "- - - - - - - -", InMenu: false),
        new("/workspace/view-as-client", "- - - - - - - -", InMenu: false, IsPage: false, IsForm: true),
        new("/control/companies", "y y - - - - - -"),
        new("/control/companies/{company}", "y y - - - - - -", InMenu: false),
        new("/control/usage", "y y - - - - y -"),
        new("/control/servers", "y y - - - - - -"),
        new("/control/operations", "y y - - - - - -"),
        new("/portal", "- - - - - - - -"),
        new("/portal/invoices", "- - - - - - - -"),
        new("/portal/invoices/{invoice}", "- - - - - - - -", InMenu: false),
        new("/portal/contracts", "- - - - - - - -"),
        new("/portal/contracts/{contract}", "- - - - - - - -", InMenu: false),
        new("/portal/projects", "- - - - - - - -"),
        new("/portal/projects/{project}", "- - - - - - - -", InMenu: false),
        new("/portal/logo", "- - - - - - - -", InMenu: false, IsPage: false),
        new("/portal/leave-view", "y y y y y y y -", InMenu: false, IsPage: false, IsForm: true),
    ];

    /// <summary>Open to everybody, with or without a company; each has tests of its own. /account is a person's own.</summary>
    public static IReadOnlyList<string> WithoutCompany { get; } =
    ["/not-found", "/account/", "/dev/entra", "/dev/mail", "/api/entra/", "/health/", "/_framework/", "/_blazor", "/{**path:file}"];

    public static IReadOnlyList<HandWrittenRoute> At(bool agency) => agency ? AtTheAgency : AtAClient;

    public char LetterOf(Role role) => Letters[2 * (int)role];

    public bool Allows(Role role) => LetterOf(role) == 'y';
}
