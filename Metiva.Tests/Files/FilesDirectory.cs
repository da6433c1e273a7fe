using System.Security.Cryptography;
using System.Text;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Files;

namespace Metiva.Tests.Files;

/// <summary>Directories of files of some companies, gone afterwards.</summary>
internal sealed class FilesDirectory : IDisposable
{
    public const long Enough = 1 << 24;
    public static readonly CompanyId A = new(Guid.Parse("aaaaaaaa-0000-4000-8000-000000000000"));
    public static readonly CompanyId B = new(Guid.Parse("bbbbbbbb-0000-4000-8000-000000000000"));
    private readonly List<FileStore> opened = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("metiva-files-").FullName;

    /// <summary>All files, the lock apart, which holds nothing.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "lock")];

    public FileStore Open(CompanyId company, string key = "one")
    {
        opened.Add(new FileStore(PlaceOf(company), SHA256.HashData(Encoding.ASCII.GetBytes(key)), company));
        return opened[^1];
    }

    public string PlaceOf(CompanyId company) => Path.Combine(Root, company.ToString());

    /// <summary>Where that store keeps what has this hash.</summary>
    public string PathOf(FileStore store, CompanyId company, string hash)
    {
        var name = store.NameOf(hash);
        return Path.Combine(PlaceOf(company), name[..2], name[2..4], name);
    }

    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string HashOf(byte[] plain) => Convert.ToHexStringLower(SHA256.HashData(plain));

    public static async Task<StoredContent> PutAsync(FileStore store, byte[] plain) =>
        await store.PutAsync(new MemoryStream(plain), Enough, default);

    public static async Task<byte[]?> ReadAsync(FileStore store, string hash)
    {
        await using var stream = store.Open(hash);
        if (stream is null)
        {
            return null;
        }

        var plain = new MemoryStream();
        await stream.CopyToAsync(plain);
        return plain.ToArray();
    }

    public void Dispose()
    {
        opened.ForEach(store => store.Dispose());
        Directory.Delete(Root, recursive: true);
    }
}
