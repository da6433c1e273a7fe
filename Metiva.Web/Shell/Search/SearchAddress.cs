using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Search;
using Metiva.Web.Ui;
using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Web.Shell.Search;

/// <summary>Where results are shown, and where a result leads.</summary>
public static class SearchAddress
{
    public const string Workspace = "/workspace/search";
    public const string Portal = "/portal/search";

    /// <summary>The longest text to look for.</summary>
    public const int MaxText = 200;

    /// <summary>What the address of the results may ask for.</summary>
    public static ListRules Rules { get; } =
        new()
        {
            Sorts = ["best"],
            DefaultSort = "best",
            Filters = [ListFilter.Text("q", MaxText), ListFilter.Choice("type", [.. SearchTypes.All])],
        };

    /// <summary>All results for a text.</summary>
    public static string Results(string text, bool portal, string? type = null)
    {
        var address = QueryHelpers.AddQueryString(portal ? Portal : Workspace, "q", text);
        return type is null ? address : QueryHelpers.AddQueryString(address, "type", type);
    }

    /// <summary>The page of a record itself; null when it has none that this person may open.</summary>
    public static string? Record(SearchHit hit, TenantContext tenant, bool portal) =>
        (hit.EntityType, portal) switch
        {
            (SearchTypes.Invoice, true) => $"/portal/invoices/{hit.EntityId:D}",
            (SearchTypes.Contract, true) => $"/portal/contracts/{hit.EntityId:D}",
            (SearchTypes.Project, true) => $"/portal/projects/{hit.EntityId:D}",
            (SearchTypes.Invoice, false) => $"/workspace/invoices/{hit.EntityId:D}",
            (SearchTypes.Account, false) when tenant.ScopeOf(Permissions.Invoices.Read) > Scope.Published =>
                $"/workspace/invoices?customer={hit.EntityId:D}",
            _ => null,
        };

    /// <summary>The icon of a kind.</summary>
    public static string Icon(string type) =>
        type switch
        {
            SearchTypes.Account => "company",
            SearchTypes.Contact => "person",
            SearchTypes.Invoice => "invoice",
            SearchTypes.Contract => "contract",
            _ => "project",
        };
}
