using System.Security.Cryptography;
using Metiva.Tests.Support;
using Metiva.Web;
using Metiva.Web.Operations;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>The keys of the sign-in cookie lie encrypted, and outside Development nothing starts otherwise.</summary>
public sealed class KeyRingTests : IDisposable
{
    private const string Purpose = "a cookie";
    private readonly string directory = Directory.CreateTempSubdirectory("metiva-ring-").FullName;

    public void Dispose()
    {
        TemporaryFiles.ReleasePools(directory);
        Directory.Delete(directory, recursive: true);
    }

    private string Keys => Path.Combine(directory, "keys");

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_new_ring_is_encrypted_and_read_again_after_a_restart(string environment)
    {
        var written = await WithHostAsync(environment, TestMasterKey.Value, protector => protector.Protect("wie ben ik"));
        foreach (var file in Directory.GetFiles(Keys, "*.xml"))
        {
            var text = await File.ReadAllTextAsync(file);
            Assert.Contains("sealedByVault", text, StringComparison.Ordinal);
            Assert.DoesNotContain("masterKey", text, StringComparison.Ordinal);
        }

        Assert.Equal("wie ben ik", await WithHostAsync(environment, TestMasterKey.Value, protector => protector.Unprotect(written)));
        Assert.Single(Directory.GetFiles(Keys, "*.xml"));
    }

    [Fact]
    public async Task A_ring_from_before_is_read_in_Development_and_refused_elsewhere_by_the_name_of_its_file()
    {
        var written = Plain().Protect("van vroeger");
        var file = Assert.Single(Directory.GetFiles(Keys, "*.xml"));
        Assert.Equal("van vroeger", await WithHostAsync("Development", TestMasterKey.Value, protector => protector.Unprotect(written)));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            WithHostAsync("Production", TestMasterKey.Value, protector => protector.Protect("niet"))
        );
        Assert.Contains(Path.GetFileName(file), refusal.Message, StringComparison.Ordinal);
        Assert.Contains("not encrypted", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_Development_it_does_not_start_without_a_master_key_and_names_it()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => WithHostAsync("Production", null, _ => ""));
        Assert.Contains("Tenancy:Vault:MasterKey is missing", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(directory, "*.db", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task With_another_master_key_it_does_not_start_until_the_earlier_one_is_named()
    {
        var other = TestMasterKey.Named("another");
        var written = await WithHostAsync("Production", TestMasterKey.Value, protector => protector.Protect("blijft"));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => WithHostAsync("Production", other, _ => ""));
        Assert.Contains("Tenancy:Vault:PreviousMasterKeys", refusal.Message, StringComparison.Ordinal);
        var previous = $"--Tenancy:Vault:PreviousMasterKeys:0={TestMasterKey.Value}";
        Assert.Equal("blijft", await WithHostAsync("Production", other, protector => protector.Unprotect(written), previous));

        // That start wrapped everything anew.
        Assert.Equal("blijft", await WithHostAsync("Production", other, protector => protector.Unprotect(written)));
    }

    [Fact]
    public async Task The_command_wraps_the_keys_anew_without_a_running_host()
    {
        var other = TestMasterKey.Named("another");
        var written = await WithHostAsync("Production", TestMasterKey.Value, protector => protector.Protect("blijft"));
        using var output = new StringWriter();
        string[] command = ["vault", "rotate-master-key"];
        Assert.True(OperatorCommands.IsCommand(command));
        string[] settings = [.. command, .. Settings("Production", other), $"--Tenancy:Vault:PreviousMasterKeys:0={TestMasterKey.Value}"];
        Assert.Equal(OperatorCommands.Done, await OperatorCommands.RunAsync(settings, TextReader.Null, output, default));
        Assert.Contains("1 of 1 keys", output.ToString(), StringComparison.Ordinal);
        Assert.Equal("blijft", await WithHostAsync("Production", other, protector => protector.Unprotect(written)));

        string[] wrong = [.. command, .. Settings("Production", TestMasterKey.Value)];
        Assert.Equal(OperatorCommands.Failed, await OperatorCommands.RunAsync(wrong, TextReader.Null, output, default));
        Assert.Equal(OperatorCommands.WrongUse, await OperatorCommands.RunAsync(["vault", "dance"], TextReader.Null, output, default));
    }

    [Fact]
    public async Task A_ring_of_another_installation_opens_nothing()
    {
        var written = await WithHostAsync("Production", TestMasterKey.Value, protector => protector.Protect("van hier"));
        Directory.Delete(Path.Combine(directory, "vault"), recursive: true);
        await Assert.ThrowsAnyAsync<CryptographicException>(() =>
            WithHostAsync("Production", TestMasterKey.Value, protector => protector.Unprotect(written))
        );
    }

    private IDataProtector Plain() =>
        new ServiceCollection()
            .AddDataProtection()
            .SetApplicationName("Metiva")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Keys))
            .Services.BuildServiceProvider()
            .GetRequiredService<IDataProtectionProvider>()
            .CreateProtector(Purpose);

    private async Task<T> WithHostAsync<T>(string environment, string? master, Func<IDataProtector, T> work, params string[] more)
    {
        await using var app = MetivaHost.Build([.. Settings(environment, master), .. more]);
        await app.StartAsync();
        try
        {
            return work(app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose));
        }
        finally
        {
            await app.StopAsync();
        }
    }

    private string[] Settings(string environment, string? master) =>
        [
            $"--environment={environment}",
            $"--contentRoot={Repository.File("Metiva.Web")}",
            "--urls=http://127.0.0.1:0",
            "--Development:DemoData=false",
            $"--Tenancy:DataDirectory={directory}",
            .. StartupTests.Complete,
            .. master is null ? Array.Empty<string>() : [$"--{TestMasterKey.Setting}={master}"],
        ];
}
