using System.Net;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Security;
using Xunit;

namespace Metiva.Tests.Shell;

public sealed class ReverseProxyTests
{
    [Theory]
    [InlineData("127.0.0.1", "https")]
    [InlineData("10.0.0.0/8, 127.0.0.0/8", "https")]
    [InlineData("10.0.0.0/8", "http")]
    [InlineData("", "http")]
    public async Task Only_a_named_proxy_is_believed(string named, string scheme)
    {
        await using var server = await MetivaServer.StartAsync(
            settings: ["--Development:DemoData=false", $"--{ReverseProxy.Setting}={named}"]
        );
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in/start");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        var back = Uri.UnescapeDataString(response.Headers.Location!.Query);
        Assert.Contains($"redirect_uri={scheme}://localhost:", back, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", back, StringComparison.Ordinal);
        Assert.Equal(scheme == "https", response.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task What_is_no_address_stops_the_start()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            MetivaServer.StartAsync(settings: $"--{ReverseProxy.Setting}=the-proxy")
        );
        Assert.Contains("the-proxy", refused.Message, StringComparison.Ordinal);
    }
}
