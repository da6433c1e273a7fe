using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace;
using Metiva.Web.Development;
using Metiva.Web.Shell.Binding;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Files;

/// <summary>Somebody who sends files to the demo server as a page would: with its stamp and its antiforgery token.</summary>
internal sealed class FileSender : IDisposable
{
    private readonly CompanyStamp stamp;
    private readonly string token;

    private FileSender(SignedIn signedIn, HttpClient client, CompanyStamp stamp, string token) =>
        (SignedIn, Client, this.stamp, this.token) = (signedIn, client, stamp, token);

    public SignedIn SignedIn { get; }

    public HttpClient Client { get; }

    public static async Task<FileSender> SignInAsync(DemoServer demo, Role role)
    {
        var company = DemoCompanies.Bakery.Id;
        var signedIn = await demo.Server.SignInAsync(await demo.Server.AddPersonAsync($"{role} Files", company, role), company);
        var scope = new TenantScope();
        scope.Freeze(
            demo.Server.Services.GetRequiredService<Binder>()
                .Bind(demo.Server.Principal(signedIn.Person, signedIn.Session, company.ToString()))
        );
        var forPage = new CompanyStamp(scope, demo.Server.Services.GetRequiredService<IDataProtectionProvider>());
        var client = demo.Server.Client(signedIn);
        using var page = await client.GetAsync("/account/profile");
        var field = Regex.Match(
            await page.Content.ReadAsStringAsync(),
            "name=\"__RequestVerificationToken\"[^>]* value=\"(?<token>[^\"]*)\"",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)
        );
        var cookies = (page.Headers.TryGetValues("Set-Cookie", out var set) ? set : []).Select(cookie => cookie.Split(';')[0]);
        client.DefaultRequestHeaders.Remove("Cookie");
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Prepend($"{signedIn.CookieName}={signedIn.CookieValue}")));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return new FileSender(signedIn, client, forPage, field.Groups["token"].Value);
    }

    public string On(string address) => stamp.On(address);

    /// <summary>Sends a file at once; gives its key.</summary>
    public Task<string> UploadAsync(string name, string content) => UploadAsync(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Sends a file at once; gives its key.</summary>
    public async Task<string> UploadAsync(string name, byte[] content)
    {
        using var sent = await SendAsync(HttpMethod.Put, On($"/workspace/files/uploads?name={Uri.EscapeDataString(name)}"), content);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        return (await sent.Content.ReadAsStringAsync()).Trim('"');
    }

    public Task<HttpResponseMessage> PutAsync(string address, string content, string? token = null) =>
        SendAsync(HttpMethod.Put, address, Encoding.UTF8.GetBytes(content), token);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, byte[]? content, string? other = null)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Add("RequestVerificationToken", other ?? token);
        if (content is not null)
        {
            request.Content = new ByteArrayContent(content);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }

        return await Client.SendAsync(request);
    }

    public void Dispose() => Client.Dispose();
}
