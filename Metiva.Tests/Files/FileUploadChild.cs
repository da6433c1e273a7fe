using Metiva.Domain.Access;
using Metiva.Domain.Files;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Files;

/// <summary>
/// Uploads a file, or takes one away, in a process of its own, which kills itself at a named step:
/// <c>file-upload &lt;directory&gt; &lt;whole, parts, cancel or sweep&gt; &lt;step&gt;</c>.
/// </summary>
internal static class FileUploadChild
{
    public const string Command = "file-upload";
    public const int Size = 300_000;
    public const int Part = 100_000;

    public static byte[] Content { get; } = FilesDirectory.Bytes(Size, seed: 7);

    public static Task<TenancyBench> StartAsync(string directory) =>
        TenancyBench.StartAsync(
            dataDirectory: directory,
            onSqlServer: false,
            settings: new(StringComparer.Ordinal) { ["Tenancy:Files:PartBytes"] = "100000" }
        );

    public static async Task RunAsync(string directory, string how, string dieAfter)
    {
        await using var bench = await StartAsync(directory);
        bench.Services.GetRequiredService<CompanyFileStores>().AfterStep = step =>
        {
            if (step == dieAfter)
            {
                TestProgram.Die();
            }

            return Task.CompletedTask;
        };
        using var scope = bench.As(Role.Owner, bench.A);
        switch (how)
        {
            case "whole":
                await SendAsync(scope, new DyingStream(dieAfter));
                break;
            case "cancel":
                var begun = (await scope.Get<StartUpload>().Run(new("delen.bin", null, Size, 1, InPortal: false), default)).Value;
                var part = new MemoryStream(Content, 0, Part);
                await scope.Get<AddUploadPart>().Run(new(begun.Id, 0, part, InPortal: false), default);
                await scope.Get<CancelUpload>().Run(new(begun.Id, InPortal: false), default);
                break;
            case "sweep":
                await SendAsync(scope, new MemoryStream(Content, 0, Part));
                var gone = await SendAsync(scope, new MemoryStream(Content));
                await scope.Get<RemoveFile>().Run(new(gone, 1), default);
                await SweepAsync(bench);
                break;
            default:
                await GoOnAsync(scope);
                break;
        }
    }

    /// <summary>Sweeps long after everything that happened so far.</summary>
    public static Task<SweptCompany> SweepAsync(TenancyBench bench)
    {
        var later = new ManualTime(TimeProvider.System.GetUtcNow() + StoredFile.InBin + TimeSpan.FromDays(1));
        var sweeper = ActivatorUtilities.CreateInstance<FileSweeper>(bench.Services, later);
        return sweeper.SweepAsync(bench.Services.GetRequiredService<Snapshots>().Catalog.Find(bench.A)!, default);
    }

    /// <summary>From wherever the upload stands to its end; gives the file's key.</summary>
    public static async Task<Guid> GoOnAsync(BenchScope scope)
    {
        var standing = (await scope.Get<StartUpload>().Run(new("delen.bin", null, Size, 1, InPortal: false), default)).Value;
        while (standing.Received < Size)
        {
            var part = new MemoryStream(Content, (int)standing.Received, Part);
            standing = (await scope.Get<AddUploadPart>().Run(new(standing.Id, standing.Received, part, InPortal: false), default)).Value;
        }

        return (await scope.Get<FinishUpload>().Run(new(standing.Id, InPortal: false), default)).Value;
    }

    private static async Task<Guid> SendAsync(BenchScope scope, Stream content) =>
        (await scope.Get<UploadFile>().Run(new("heel.bin", null, content, null, InPortal: false), default)).Value;

    /// <summary>The content, in the middle of which the process dies when that is the step.</summary>
    private sealed class DyingStream(string dieAfter) : MemoryStream(Content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (dieAfter == "half-read" && Position >= Size / 2)
            {
                TestProgram.Die();
            }

            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
