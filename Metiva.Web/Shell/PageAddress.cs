using Metiva.Web.Shell.Binding;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Web.Shell;

/// <summary>The address of the page itself, for links that come back to it.</summary>
internal static class PageAddress
{
    /// <summary>Path and query, without a fragment and without what only tries to name a company.</summary>
    internal static string Of(NavigationManager navigation) => Of("/" + navigation.ToBaseRelativePath(navigation.Uri));

    /// <summary>The same for an address that begins with a slash.</summary>
    internal static string Of(string address)
    {
        var bare = address.Split('#')[0];
        var question = bare.IndexOf('?', StringComparison.Ordinal);
        if (question < 0)
        {
            return bare;
        }

        var kept = QueryHelpers.ParseQuery(bare[question..]).Where(field => !SpoofedSelectors.IsSelector(field.Key));
        return QueryHelpers.AddQueryString(bare[..question], kept);
    }
}
