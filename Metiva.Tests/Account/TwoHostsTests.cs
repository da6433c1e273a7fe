using System.Net;
using Metiva.Tests.Support;
using Metiva.Web.Identity;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>Two hosts on one data directory are one installation.</summary>
public sealed class TwoHostsTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("metiva-two-hosts-").FullName;
    private MetivaServer one = null!;
    private MetivaServer two = null!;

    public async Task InitializeAsync()
    {
        one = await MetivaServer.StartAsync(dataDirectory: directory);
        two = await MetivaServer.StartAsync(dataDirectory: directory);
    }

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await two.DisposeAsync();
        await SqlServerInstallation.DropAsync(directory);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_cookie_of_one_is_good_at_the_other_until_the_session_ends_there()
    {
        using var here = new Browser(one.Address);
        using var there = new Browser(two.Address);
        await DemoServer.SignInAsync(here, "Wouter Linden");
        there.SetCookie(SignInCookie.Name, here.Cookie(SignInCookie.Name));
        await Eventually.TrueAsync(() => IsSignedInAsync(there), TimeSpan.FromSeconds(10));

        await there.ClickAsync(await there.GoAsync(SignInPages.SignOut), "form button");

        await Eventually.TrueAsync(async () => !await IsSignedInAsync(here), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void The_keys_are_for_their_owner_alone()
    {
        var keys = Path.Combine(directory, "keys");
        Assert.NotEmpty(Directory.GetFiles(keys, "*.xml"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
        }
    }

    private static async Task<bool> IsSignedInAsync(Browser browser)
    {
        var page = await browser.GoAsync(SignInPages.Sessions);
        return page is { Status: HttpStatusCode.OK, Address.AbsolutePath: SignInPages.Sessions };
    }
}
