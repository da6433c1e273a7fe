using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Credentials.Local;
using Metiva.Tests.Support;
using Microsoft.Extensions.Hosting.Internal;
using Xunit;

namespace Metiva.Tests.Credentials;

/// <summary>Where the master key may come from.</summary>
public sealed class MasterKeySettingsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("metiva-master-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string Data => Path.Combine(root, "data");

    private string VaultDirectory => Path.Combine(Data, "vault");

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void Outside_Development_a_missing_one_is_named(string environment)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Load(environment, new VaultOptions()));
        Assert.Contains("Tenancy:Vault:MasterKey is missing", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Tenancy__Vault__MasterKey", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(VaultDirectory));
    }

    [Fact]
    public void In_Development_one_is_made_once_for_its_owner_alone()
    {
        var keys = Enumerable.Range(0, 8).AsParallel().Select(_ => Load("Development", new VaultOptions()).Current.Id).ToList();
        Assert.Single(keys.Distinct());
        if (!OperatingSystem.IsWindows())
        {
            var file = Path.Combine(VaultDirectory, MasterKeySettings.DevelopmentFile);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Theory]
    [InlineData("kort")]
    [InlineData("AAAA")]
    [InlineData("geen base64 maar wel tweeëndertig tekens")]
    public void One_that_is_not_32_bytes_is_refused_by_the_name_of_its_setting(string key)
    {
        Assert.Contains(
            "Tenancy:Vault:MasterKey ",
            Assert.Throws<InvalidOperationException>(() => Load("Production", new VaultOptions { MasterKey = key })).Message,
            StringComparison.Ordinal
        );
        var previous = new VaultOptions { MasterKey = TestMasterKey.Value };
        previous.PreviousMasterKeys.Add(key);
        Assert.Contains(
            "Tenancy:Vault:PreviousMasterKeys ",
            Assert.Throws<InvalidOperationException>(() => Load("Production", previous)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_holds_it_unless_it_lies_in_the_data_directory()
    {
        var outside = Written(Path.Combine(root, "elsewhere", "master.key"));
        var inside = Written(Path.Combine(Data, "vault", "master.key"));
        Assert.Equal(new MasterKey(TestMasterKey.Value).Id, Load("Production", new VaultOptions { MasterKeyFile = outside }).Current.Id);
        foreach (var file in new[] { inside, Path.Combine(root, "elsewhere", "..", "data", "vault", "master.key") })
        {
            var refusal = Assert.Throws<InvalidOperationException>(() => Load("Production", new VaultOptions { MasterKeyFile = file }));
            Assert.Contains("inside the data directory", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_link_does_not_hide_where_the_file_lies()
    {
        Written(Path.Combine(Data, "vault", "master.key"));
        var link = Path.Combine(root, "link");
        Directory.CreateSymbolicLink(link, Path.Combine(Data, "vault"));
        var options = new VaultOptions { MasterKeyFile = Path.Combine(link, "master.key") };
        Assert.Throws<InvalidOperationException>(() => Load("Production", options));
    }

    [Fact]
    public void A_file_that_is_not_there_and_two_sources_at_once_are_refused()
    {
        var nowhere = new VaultOptions { MasterKeyFile = Path.Combine(root, "nowhere") };
        Assert.Contains("MasterKeyFile cannot be read", Refusal(nowhere), StringComparison.Ordinal);
        var both = new VaultOptions { MasterKey = TestMasterKey.Value, MasterKeyFile = Written(Path.Combine(root, "master.key")) };
        Assert.Contains("only one of them", Refusal(both), StringComparison.Ordinal);

        string Refusal(VaultOptions options) => Assert.Throws<InvalidOperationException>(() => Load("Production", options)).Message;
    }

    private static string Written(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, TestMasterKey.Value + "\n");
        return file;
    }

    private MasterKeys Load(string environment, VaultOptions options) =>
        MasterKeySettings.Load(
            options,
            new HostingEnvironment { EnvironmentName = environment, ContentRootPath = root },
            Data,
            VaultDirectory
        );
}
