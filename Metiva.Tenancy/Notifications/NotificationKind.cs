using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;

namespace Metiva.Tenancy.Notifications;

/// <summary>Something that people are told of, and whoever may know it. Instances exist only in <see cref="NotificationKinds"/>.</summary>
public sealed class NotificationKind
{
    internal NotificationKind(string name, Permission permission, bool inPortal = false)
    {
        Name = name;
        Permission = permission;
        InPortal = inPortal;
    }

    /// <summary>Dotted name, e.g. <c>invoices.submitted</c>.</summary>
    public string Name { get; }

    /// <summary>What somebody has to be allowed, when it happens and when they read of it.</summary>
    public Permission Permission { get; }

    /// <summary>Whether it is for clients in the portal, rather than for staff.</summary>
    public bool InPortal { get; }

    /// <summary>Whether this person may know, as they are now.</summary>
    public bool IsFor(TenantContext tenant) =>
        InPortal
            ? tenant.IsPortal && !tenant.ViewAsClient && tenant.Allows(Permission)
            : tenant.IsStaff && tenant.ScopeOf(Permission) > Scope.Published;

    /// <summary>Whether somebody with these roles may know.</summary>
    internal bool IsFor(RoleSet roles, CompanyKind company)
    {
        var scope = RoleRegistry.GrantsFor(roles, company).ScopeOf(Permission);
        return InPortal ? roles.Has(Role.Client) && scope != Scope.None : scope > Scope.Published;
    }
}

/// <summary>Every kind of notification.</summary>
public static class NotificationKinds
{
    /// <summary>The most kinds that there can be: statements have a place for each.</summary>
    public const int Most = 8;

    /// <summary>An invoice waits for review: for those who may issue it.</summary>
    public static NotificationKind InvoiceSubmitted { get; } = new("invoices.submitted", Permissions.Invoices.Issue);

    /// <summary>An invoice came back from review: for its writer.</summary>
    public static NotificationKind InvoiceSentBack { get; } = new("invoices.sent-back", Permissions.Invoices.Read);

    /// <summary>An invoice was issued: for its writer.</summary>
    public static NotificationKind InvoiceIssued { get; } = new("invoices.issued", Permissions.Invoices.Read);

    /// <summary>There is a new invoice: for the client's people.</summary>
    public static NotificationKind InvoicePublished { get; } = new("portal.invoice-published", Permissions.Payments.Read, inPortal: true);

    /// <summary>A mail could not be sent, or came back.</summary>
    public static NotificationKind MailFailed { get; } = new("mail.failed", Permissions.Audit.Read);

    /// <summary>Much of what the plan includes was used: for those who choose the plan or pay for it.</summary>
    public static NotificationKind UsageWarning { get; } = new("usage.warning", Permissions.Company.Read);

    /// <summary>The audit log is not what was written: for those who may read it.</summary>
    public static NotificationKind AuditBroken { get; } = new("audit.broken", Permissions.Audit.Read);

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<NotificationKind> All { get; } =
    [InvoiceSubmitted, InvoiceSentBack, InvoiceIssued, InvoicePublished, MailFailed, UsageWarning, AuditBroken];

    /// <summary>The kinds that this person may know of.</summary>
    public static IReadOnlyList<NotificationKind> For(TenantContext tenant) => [.. All.Where(kind => kind.IsFor(tenant))];

    /// <summary>The kind of that name, or null.</summary>
    public static NotificationKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
