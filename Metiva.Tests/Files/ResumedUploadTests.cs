using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace;
using Microsoft.Playwright;
using Xunit;

namespace Metiva.Tests.Files;

/// <summary>A file that is too large for one request, sent from a real browser that goes away in the middle of it.</summary>
public sealed partial class ResumedUploadTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private const string Name = "opname-26.bin";
    private const int Size = 26 * 1024 * 1024;
    private const int Part = 8 * 1024 * 1024;
    private const string Input = ".uploader input[type=file]:not([disabled])";

    [BrowserFact]
    public async Task A_large_file_goes_on_after_a_reload_and_arrives_whole()
    {
        var directory = Directory.CreateTempSubdirectory("metiva-resume-").FullName;
        try
        {
            var content = FilesDirectory.Bytes(Size, seed: 26);
            var file = Path.Combine(directory, Name);
            await File.WriteAllBytesAsync(file, content);
            using var person = await FileSender.SignInAsync(demo, Role.Owner);
            await using var browser = await BrowserSession.OpenAsync(demo.Server.Address, person.SignedIn);
            var page = browser.Page;
            await browser.GoAsync("/workspace/files");

            // The third part never arrives.
            var third = new TaskCompletionSource();
            await page.RouteAsync(url => url.Contains($"offset={2 * Part}&", StringComparison.Ordinal), _ => third.TrySetResult());
            await page.Locator(Input).SetInputFilesAsync(file);
            await third.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
            var offsets = new ConcurrentQueue<long>();
            page.Request += (_, request) =>
            {
                if (request.Method == "PUT" && Offset().Match(request.Url) is { Success: true } match)
                {
                    offsets.Enqueue(long.Parse(match.Groups["offset"].Value, CultureInfo.InvariantCulture));
                }
            };

            await browser.GoAsync("/workspace/files");
            await Assertions.Expect(page.Locator(".notice.info .upload-name")).ToHaveTextAsync(Name);
            Assert.Empty(offsets);
            await page.Locator(Input).SetInputFilesAsync(file);
            var link = page.Locator($"main td a[download='{Name}']").First;
            await Assertions.Expect(link).ToBeVisibleAsync();
            Assert.Equal([2 * Part, 3 * Part], offsets);

            using var saved = await person.Client.GetAsync(await link.GetAttributeAsync("href"));
            Assert.Equal(FilesDirectory.HashOf(content), FilesDirectory.HashOf(await saved.Content.ReadAsByteArrayAsync()));
            await Assertions.Expect(page.Locator(".notice.info .upload-name")).ToHaveCountAsync(0);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [GeneratedRegex(@"[?&]offset=(?<offset>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Offset();
}
