using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Tests.Workspace;
using Xunit;

namespace Metiva.Tests.Files;

/// <summary>The addresses that files are sent to and fetched from, over real HTTP.</summary>
public sealed class FileEndpointTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private const string Uploads = "/workspace/files/uploads";

    [Fact]
    public async Task A_file_comes_whole_in_ranges_and_not_at_all_when_it_is_known()
    {
        using var person = await SignInAsync(Role.Owner);
        var id = await person.UploadAsync("reeks.txt", "0123456789");
        var address = person.On($"/workspace/files/{id}/content");
        using var whole = await person.Client.GetAsync(address);
        Assert.Equal("0123456789", await whole.Content.ReadAsStringAsync());
        Assert.Equal("attachment", whole.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", Assert.Single(whole.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(whole.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.True(whole.Headers.CacheControl is { Private: true, NoCache: true });
        var tag = whole.Headers.ETag!;
        Assert.False(tag.IsWeak);

        Assert.Equal((HttpStatusCode.PartialContent, "234"), await RangeAsync(person.Client, address, new(2, 4)));
        Assert.Equal((HttpStatusCode.PartialContent, "789"), await RangeAsync(person.Client, address, new(null, 3)));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, (await RangeAsync(person.Client, address, new(10, 12))).Status);
        Assert.Equal((HttpStatusCode.PartialContent, "0"), await RangeAsync(person.Client, address, new(0, 0), tag));
        Assert.Equal(
            (HttpStatusCode.OK, "0123456789"),
            await RangeAsync(person.Client, address, new(0, 0), new EntityTagHeaderValue("\"another\""))
        );
        using var head = await person.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, address));
        Assert.Equal((HttpStatusCode.OK, 10), (head.StatusCode, head.Content.Headers.ContentLength));
        using var known = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { tag } } };
        using var unchanged = await person.Client.SendAsync(known);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Theory]
    [InlineData("pagina.html", "<html><script>alert(1)</script></html>")]
    [InlineData("tekening.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("foto.png", "<script>alert(1)</script>")]
    public async Task What_could_run_is_saved_and_never_shown_in_place(string name, string content)
    {
        using var person = await SignInAsync(Role.Owner);
        var id = await person.UploadAsync(name, content);
        using var saved = await person.Client.GetAsync(person.On($"/workspace/files/{id}/content"));
        Assert.Equal(
            ("text/plain", "attachment"),
            (saved.Content.Headers.ContentType!.MediaType, saved.Content.Headers.ContentDisposition!.DispositionType)
        );
        using var shown = await person.Client.GetAsync(person.On($"/workspace/files/{id}/preview"));
        Assert.Equal(HttpStatusCode.NotFound, shown.StatusCode);
    }

    [Fact]
    public async Task A_name_breaks_out_of_no_header()
    {
        using var person = await SignInAsync(Role.Owner);
        var id = await person.UploadAsync("a\"; filename=\"b.exe\r\nX-Leak: 1 \u202Egpj.exe", "x");
        using var saved = await person.Client.GetAsync(person.On($"/workspace/files/{id}/content"));
        Assert.False(saved.Headers.Contains("X-Leak"));
        Assert.DoesNotContain('\u202E', saved.Content.Headers.ContentDisposition!.FileNameStar ?? "");
    }

    [Fact]
    public async Task Nothing_goes_in_without_stamp_token_or_room_and_nothing_comes_out_without_a_stamp()
    {
        using var person = await SignInAsync(Role.Owner);
        var id = await person.UploadAsync("b.txt", "b");
        using var bare = await person.Client.GetAsync($"/workspace/files/{id}/content");
        Assert.Equal(HttpStatusCode.Conflict, bare.StatusCode);
        using var unstamped = await person.PutAsync($"{Uploads}?name=x.txt", "x");
        Assert.Equal(HttpStatusCode.Conflict, unstamped.StatusCode);
        using var forged = await person.PutAsync(person.On($"{Uploads}?name=x.txt"), "x", token: "forged");
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var large = await person.PutAsync(person.On($"{Uploads}?name=x.txt"), new string('x', (25 * 1024 * 1024) + 1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Contains("files.too-large", await large.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_in_the_wrong_place_is_told_where_to_go_on()
    {
        using var person = await SignInAsync(Role.Owner);
        using var begun = await person.SendAsync(HttpMethod.Post, person.On($"{Uploads}?name=groot.bin&size=4"), null);
        var id = Regex.Match(
            await begun.Content.ReadAsStringAsync(),
            "[0-9a-f]{8}-[0-9a-f-]{27}",
            RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );
        using var wrong = await person.PutAsync(person.On($"{Uploads}/{id.Value}?offset=2"), "cd");
        Assert.Equal(HttpStatusCode.Conflict, wrong.StatusCode);
        Assert.Contains("\"received\":0", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var right = await person.PutAsync(person.On($"{Uploads}/{id.Value}?offset=0"), "abcd");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        using var done = await person.SendAsync(HttpMethod.Post, person.On($"{Uploads}/{id.Value}"), null);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string Body)> RangeAsync(
        HttpClient client,
        string address,
        RangeItemHeaderValue range,
        EntityTagHeaderValue? ifRange = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Range = new RangeHeaderValue { Ranges = { range } };
        request.Headers.IfRange = ifRange is null ? null : new RangeConditionHeaderValue(ifRange);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private Task<FileSender> SignInAsync(Role role) => FileSender.SignInAsync(demo, role);
}
