using Metiva.Domain.Access;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Files;

/// <summary>
/// Uploads a file in parts in a process of its own, which kills itself at a named step:
/// <c>file-upload &lt;directory&gt; &lt;whole or parts&gt; &lt;step&gt;</c>. Says what was acknowledged.
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
        if (how == "whole")
        {
            await scope.Get<UploadFile>().Run(new("heel.bin", null, new MemoryStream(Content), Size, InPortal: false), default);
            return;
        }

        await GoOnAsync(scope);
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
}
