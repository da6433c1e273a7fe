using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;

namespace Metiva.Web.Portal;

/// <summary>The first question of every query here.</summary>
internal static class PortalAccess
{
    /// <summary>
    /// A refusal unless this is the portal of a client, or of staff who view as one, with the permission. Staff with every
    /// permission still read the portal only from inside it.
    /// </summary>
    public static PermissionDenied? LacksInPortal(this TenantContext tenant, Permission permission) =>
        tenant.IsPortal ? tenant.Lacks(permission) : new PermissionDenied(permission.Name);
}

/// <summary>
/// What a client may see, as conditions of SQL: the database itself leaves everything else out, whatever the page asks for. Notes,
/// costs, hours and reasons are in no query of the portal.
/// </summary>
internal static class Published
{
    /// <summary>Invoices <c>i</c> that were issued.</summary>
    public const string Invoices =
        "i.PublishedAt IS NOT NULL AND i.State IN ('Issued', 'PartiallyPaid', 'Paid', 'Cancelled', 'Uncollectible')";

    /// <summary>Contracts <c>c</c> that wait for a signature or have one.</summary>
    public const string Contracts = "c.PublishedAt IS NOT NULL AND c.State IN ('Pending', 'Completed')";

    /// <summary>Projects <c>p</c> that were shown to the client.</summary>
    public const string Projects = "p.PublishedAt IS NOT NULL AND p.AccountId IS NOT NULL AND p.Kind <> 'Internal'";

    /// <summary>Files <c>f</c> that were shown to the client and not removed.</summary>
    public const string Files = "f.PublishedAt IS NOT NULL AND f.RemovedAt IS NULL";

    /// <summary>Invoices <c>i</c> that ask for money.</summary>
    public const string OpenInvoices = "i.PublishedAt IS NOT NULL AND i.State IN ('Issued', 'PartiallyPaid')";
}
