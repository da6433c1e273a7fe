using System.Collections.Concurrent;
using System.Reflection;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Features;
using Metiva.Tenancy.Binding;
using Metiva.Web.Shell.Refused;
using Microsoft.AspNetCore.Authorization;

namespace Metiva.Web.Shell.Access;

/// <summary>For whom a page or endpoint is.</summary>
public enum Surface
{
    /// <summary>Anybody.</summary>
    Open,

    /// <summary>A signed-in person, without a company.</summary>
    Person,

    /// <summary>Any member of the bound company.</summary>
    Member,

    /// <summary>Staff of the bound company.</summary>
    Staff,

    /// <summary>Staff of the agency, while bound to it.</summary>
    Control,

    /// <summary>Clients of the bound company, and staff who view as one.</summary>
    Portal,
}

/// <summary>
/// Who may reach a page or endpoint. The same rule decides for an HTTP request, for a navigation inside a circuit, and for the menu.
/// </summary>
public sealed class AccessRule : IAuthorizationRequirement, IAuthorizationRequirementData
{
    private static readonly ConcurrentDictionary<Type, AccessRule> OfPages = new();

    private static readonly (Type Marker, Surface Surface)[] Markers =
    [
        (typeof(IOpenPage), Surface.Open),
        (typeof(IPersonPage), Surface.Person),
        (typeof(IMemberPage), Surface.Member),
        (typeof(IStaffPage), Surface.Staff),
        (typeof(IControlPage), Surface.Control),
        (typeof(IPortalPage), Surface.Portal),
    ];

    private AccessRule(Surface surface, Permission? permission, FeatureSwitch? feature = null)
    {
        Surface = surface;
        Permission = permission;
        Feature = feature;
    }

    /// <summary>For anybody.</summary>
    public static AccessRule Open { get; } = new(Surface.Open, null);

    /// <summary>For a signed-in person.</summary>
    public static AccessRule Person { get; } = new(Surface.Person, null);

    /// <summary>For any member of the bound company.</summary>
    public static AccessRule Member { get; } = new(Surface.Member, null);

    /// <summary>For whom.</summary>
    public Surface Surface { get; }

    /// <summary>The permission it takes; null where the surface alone decides.</summary>
    public Permission? Permission { get; }

    /// <summary>The switch behind which it lies; null when nothing can switch it off.</summary>
    public FeatureSwitch? Feature { get; }

    /// <summary>Whether a company has to be bound.</summary>
    public bool NeedsCompany => Surface is not (Surface.Open or Surface.Person);

    /// <summary>A rule for one surface and permission.</summary>
    public static AccessRule For(Surface surface, Permission permission) => new(surface, permission);

    /// <summary>A rule for any member, as long as this is switched on.</summary>
    public static AccessRule Behind(FeatureSwitch feature) => new(Surface.Member, null, feature);

    /// <summary>The rule that a page declares.</summary>
    /// <exception cref="InvalidOperationException">The page declares none, or more than one.</exception>
    public static AccessRule Of(Type page) => OfPages.GetOrAdd(page, Read);

    /// <summary>Whether this context passes. A rule that needs no company always does.</summary>
    public bool Allows(TenantContext tenant) => RefusalOf(tenant) is null;

    /// <summary>Why this context does not pass: what is switched off is not there, for whoever could go there otherwise.</summary>
    public Refusal? RefusalOf(TenantContext tenant) =>
        !IsFor(tenant) ? Refusal.PermissionDenied
        : Feature is { } feature && !tenant.IsOn(feature) ? Refusal.SwitchedOff
        : null;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];

    /// <inheritdoc/>
    public override string ToString() => Permission is null ? $"{Surface} {Feature}".TrimEnd() : $"{Surface} {Permission}";

    private bool IsFor(TenantContext tenant) =>
        Surface switch
        {
            Surface.Staff => tenant.IsStaff && tenant.ScopeOf(Permission!) > Scope.Published,
            Surface.Control => tenant.IsStaff && tenant.CompanyKind == CompanyKind.Agency && tenant.Allows(Permission!),
            Surface.Portal => tenant.IsPortal && (Permission is null || tenant.Allows(Permission)),
            _ => true,
        };

    private static AccessRule Read(Type page)
    {
        var found = Markers.Where(marker => marker.Marker.IsAssignableFrom(page)).ToList();
        if (found is not [var (_, surface)])
        {
            throw new InvalidOperationException($"{page} has to say for whom it is, once: {found.Count} page interfaces found.");
        }

        var permission = page.GetProperty("Requires", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as Permission;
        if (permission is null && surface is Surface.Staff or Surface.Control or Surface.Portal)
        {
            throw new InvalidOperationException($"{page} names no permission.");
        }

        var feature = page.GetProperty("Behind", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as FeatureSwitch;
        return new AccessRule(surface, permission, feature);
    }
}
