using Metiva.Domain.Access;
using Metiva.Tests.Support;
using Metiva.Web.Development;

namespace Metiva.Tests.Browser;

/// <summary>Takes README's picture from the running application: <c>dotnet run --project Metiva.Tests -- picture</c>.</summary>
internal static class ReadmePicture
{
    public static async Task TakeAsync(string address = "/workspace/invoices")
    {
        await using var server = await MetivaServer.StartAsync();
        var finance = DemoPeople.Holding(Role.Finance, DemoCompanies.Bakery);
        await using var session = await BrowserSession.OpenAsync(
            server.Address,
            await server.SignInAsync(finance, DemoCompanies.Bakery),
            new BrowserLook(1360, 860)
        );
        await session.GoAsync(address);
        await session.ScreenshotAsync(Repository.File("docs/images/metiva.png"));
    }
}
