using System.Reflection;
using System.Text.RegularExpressions;
using Metiva.Tests.Support;
using Metiva.Web;
using Metiva.Web.Shell.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Architecture;

/// <summary>Everything that can be reached says who may reach it, and no address says for which company.</summary>
public sealed class PageTests
{
    private static readonly (Type Marker, string[] Below)[] Places =
    [
        (typeof(IStaffPage), ["/workspace/"]),
        (typeof(IPortalPage), ["/portal"]),
        (typeof(IControlPage), ["/control/"]),
        (typeof(IPersonPage), ["/account/"]),
        (typeof(IMemberPage), ["/", "/account/"]),
        (typeof(IOpenPage), ["/account/", "/error", "/not-found", "/refused"]),
    ];

    public static TheoryData<Type> Pages =>
        [.. typeof(MetivaHost).Assembly.GetTypes().Where(type => type.IsDefined(typeof(RouteAttribute)))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_says_once_for_whom_it_is_and_stands_where_such_pages_stand(Type page)
    {
        var markers = Places.Where(place => place.Marker.IsAssignableFrom(page)).ToList();
        Assert.True(markers.Count == 1, $"{page} implements {markers.Count} page interfaces.");
        Assert.EndsWith("Page", page.Name, StringComparison.Ordinal);
        Assert.NotNull(AccessRule.Of(page));
        Assert.All(
            page.GetCustomAttributes<RouteAttribute>(),
            route => Assert.Contains(markers[0].Below, below => route.Template.StartsWith(below, StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Every_endpoint_of_the_running_host_says_who_may_reach_it()
    {
        await using var server = await MetivaServer.StartAsync(settings: "--Development:DemoData=false");
        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.ToList();

        // The framework's own, for asset files made while it runs in Development; without a rule it is reached by nobody.
        var silent = endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<AccessRule>() is null)
            .Select(endpoint => endpoint.DisplayName);
        Assert.Equal(["Fallback {**path:file}"], silent);

        var pages = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null).ToList();
        Assert.NotEmpty(pages);
        Assert.All(
            pages,
            endpoint =>
                Assert.Same(
                    AccessRule.Of(endpoint.Metadata.GetRequiredMetadata<ComponentTypeMetadata>().Type),
                    endpoint.Metadata.GetRequiredMetadata<AccessRule>()
                )
        );
        Assert.All(endpoints.OfType<RouteEndpoint>(), NamesNoCompany);
    }

    private static void NamesNoCompany(RouteEndpoint endpoint)
    {
        // The registry's own pages are about companies: there the id is what is looked at, never for whom it is looked up.
        if (endpoint.Metadata.GetMetadata<AccessRule>() is null or { Surface: Surface.Control })
        {
            return;
        }

        Assert.All(
            endpoint.RoutePattern.Parameters,
            parameter =>
                Assert.False(
                    Regex.IsMatch(parameter.Name, "company|tenant|organi[sz]ation", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)),
                    $"{endpoint.RoutePattern.RawText} carries a company"
                )
        );
    }
}
