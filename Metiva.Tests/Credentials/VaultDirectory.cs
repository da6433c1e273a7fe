using Metiva.Domain.Companies;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Credentials.Local;
using Metiva.Tests.Support;

namespace Metiva.Tests.Credentials;

/// <summary>A local vault's directory, gone afterwards.</summary>
internal sealed class VaultDirectory : IDisposable
{
    public static readonly CompanyId A = new(Guid.Parse("aaaaaaaa-0000-4000-8000-000000000000"));
    public static readonly CompanyId B = new(Guid.Parse("bbbbbbbb-0000-4000-8000-000000000000"));

    public string Root { get; } = System.IO.Directory.CreateTempSubdirectory("metiva-vault-").FullName;

    public LocalVault Open(string master = "one", params string[] previous) => Open(Root, master, previous);

    public static LocalVault Open(string directory, string master, params string[] previous) =>
        new(directory, new MasterKeys(Key(master), previous.Select(Key)));

    /// <summary>Company number <paramref name="number"/> of many.</summary>
    public static CompanyId Company(int number) => new(new Guid(number, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0));

    public string FileOf(SecretName name) => Path.Combine(DirectoryOf(name.Company), name.Text + LocalVault.SecretEnding);

    public string KeyOf(CompanyId? company) => Path.Combine(DirectoryOf(company), LocalVault.KeyFile);

    public string DirectoryOf(CompanyId? company) => Path.Combine(Root, company?.ToString() ?? LocalVault.Installation);

    public IEnumerable<string> Files() => System.IO.Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories);

    public void Dispose() => System.IO.Directory.Delete(Root, recursive: true);

    private static MasterKey Key(string name) => new(TestMasterKey.Named(name));
}
