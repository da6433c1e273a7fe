using System.Reflection;
using Metiva.Tenancy.Binding;
using Metiva.Web.Control;
using Metiva.Web.Portal.Contracts;
using Metiva.Web.Portal.Files;
using Metiva.Web.Portal.Home;
using Metiva.Web.Portal.Invoices;
using Metiva.Web.Portal.Projects;
using Metiva.Web.Shell.Access;
using Metiva.Web.Shell.Home;
using Metiva.Web.Workspace.Audit;
using Metiva.Web.Workspace.Files;
using Metiva.Web.Workspace.Invoices;
using Metiva.Web.Workspace.Jobs;
using Metiva.Web.Workspace.Mail;
using Metiva.Web.Workspace.Members;
using Metiva.Web.Workspace.Settings;
using Metiva.Web.Workspace.Usage;
using Microsoft.AspNetCore.Components;

namespace Metiva.Web.Shell;

/// <summary>The parts of the menu.</summary>
public enum MenuGroup
{
    /// <summary>Above everything, without a heading.</summary>
    Top,

    /// <summary>The company's daily work.</summary>
    Work,

    /// <summary>The company itself: its members, settings and audit.</summary>
    Company,

    /// <summary>The agency's view on all companies.</summary>
    Agency,

    /// <summary>The portal.</summary>
    Portal,
}

/// <summary>An entry of the menu: a page, reached and shown under the very same rule.</summary>
/// <param name="Page">The page.</param>
/// <param name="Label">The key of its word in <see cref="SharedTexts"/>.</param>
/// <param name="Icon">A name of <see cref="Ui.IconShapes"/>.</param>
/// <param name="Group">Where it stands.</param>
public sealed record MenuEntry(Type Page, string Label, string Icon, MenuGroup Group)
{
    /// <summary>The page's address.</summary>
    public string Href { get; } =
        Page.GetCustomAttributes<RouteAttribute>().Select(route => route.Template).FirstOrDefault(template => !template.Contains('{'))
        ?? throw new InvalidOperationException($"{Page} has no address without parameters, so it cannot stand in the menu.");

    /// <summary>Whether this person sees it: never decided here, always by the page's own rule.</summary>
    public bool IsFor(TenantContext tenant)
    {
        var rule = AccessRule.Of(Page);
        return rule.Allows(tenant) && (rule.Surface != Surface.Member || tenant.IsStaff);
    }
}

/// <summary>The menu of the workspace and of the portal.</summary>
public static class Menu
{
    /// <summary>Every entry, in order.</summary>
    public static IReadOnlyList<MenuEntry> Entries { get; } =
    [
        new(typeof(HomePage), "Menu.Home", "home", MenuGroup.Top),
        new(typeof(InvoicesPage), "Menu.Invoices", "invoice", MenuGroup.Work),
        new(typeof(ReviewPage), "Menu.Review", "review", MenuGroup.Work),
        new(typeof(FilesPage), "Menu.Files", "file", MenuGroup.Work),
        new(typeof(MembersPage), "Menu.Members", "people", MenuGroup.Company),
        new(typeof(SettingsPage), "Menu.Settings", "settings", MenuGroup.Company),
        new(typeof(UsagePage), "Menu.Usage", "pulse", MenuGroup.Company),
        new(typeof(AuditPage), "Menu.Audit", "audit", MenuGroup.Company),
        new(typeof(JobsPage), "Menu.Jobs", "jobs", MenuGroup.Company),
        new(typeof(MailsPage), "Menu.Mail", "mail", MenuGroup.Company),
        new(typeof(CompaniesPage), "Menu.Companies", "company", MenuGroup.Agency),
        new(typeof(PlansPage), "Menu.Plans", "euro", MenuGroup.Agency),
        new(typeof(ServersPage), "Menu.Servers", "database", MenuGroup.Agency),
        new(typeof(OperationsPage), "Menu.Operations", "pulse", MenuGroup.Agency),
        new(typeof(PortalHomePage), "Menu.Home", "home", MenuGroup.Portal),
        new(typeof(PortalInvoicesPage), "Menu.PortalInvoices", "invoice", MenuGroup.Portal),
        new(typeof(PortalContractsPage), "Menu.PortalContracts", "contract", MenuGroup.Portal),
        new(typeof(PortalProjectsPage), "Menu.PortalProjects", "project", MenuGroup.Portal),
        new(typeof(PortalFilesPage), "Menu.Files", "file", MenuGroup.Portal),
    ];

    /// <summary>What this person sees, by part. Empty parts are left out.</summary>
    public static IEnumerable<IGrouping<MenuGroup, MenuEntry>> For(TenantContext tenant, bool portal) =>
        Entries.Where(entry => (entry.Group == MenuGroup.Portal) == portal && entry.IsFor(tenant)).GroupBy(entry => entry.Group);

    /// <summary>The entry that an address belongs to: the one whose own address is the longest beginning of it.</summary>
    public static MenuEntry? EntryOf(string address, IEnumerable<MenuEntry> entries)
    {
        var path = address.Split('?', '#')[0];
        return entries
            .Where(entry => path == entry.Href || (entry.Href.Length > 1 && path.StartsWith(entry.Href + "/", StringComparison.Ordinal)))
            .MaxBy(entry => entry.Href.Length);
    }
}
