using System.Text;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Credentials.Local;
using Xunit;
using static Metiva.Tests.Credentials.VaultDirectory;

namespace Metiva.Tests.Credentials;

public sealed class LocalVaultTests : IDisposable
{
    private const string Secret = "een wachtwoord met ë en \"aanhaling\"";
    private static readonly SecretName OfA = SecretName.RuntimeLogin(VaultDirectory.A, LoginSlot.A);
    private static readonly SecretName OfB = SecretName.RuntimeLogin(VaultDirectory.B, LoginSlot.A);
    private readonly VaultDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_secret_comes_back_after_a_restart_and_only_by_its_own_name()
    {
        await directory.Open().WriteAsync(OfA, Secret, default);
        await directory.Open().WriteAsync(SecretName.KeyRing, "van de installatie", default);
        Assert.Equal(Secret, await directory.Open().ReadAsync(OfA, default));
        Assert.Equal("van de installatie", await directory.Open().ReadAsync(SecretName.KeyRing, default));
        Assert.Null(await directory.Open().ReadAsync(OfB, default));
        Assert.Null(await directory.Open().ReadAsync(SecretName.RuntimeLogin(VaultDirectory.A, LoginSlot.B), default));
    }

    [Fact]
    public async Task The_newest_stands_and_a_removed_one_is_gone()
    {
        var vault = directory.Open();
        await vault.WriteAsync(OfA, "oud", default);
        await vault.WriteAsync(OfA, "nieuw", default);
        Assert.Equal("nieuw", await vault.ReadAsync(OfA, default));
        await vault.RemoveAsync(OfA, default);
        await vault.RemoveAsync(OfA, default);
        Assert.Null(await vault.ReadAsync(OfA, default));
    }

    [Fact]
    public async Task A_file_put_in_anothers_place_does_not_open()
    {
        var vault = directory.Open();
        var otherSlot = SecretName.RuntimeLogin(VaultDirectory.A, LoginSlot.B);
        foreach (var name in new[] { OfA, otherSlot, OfB })
        {
            await vault.WriteAsync(name, "geheim van " + name, default);
        }

        // Another secret of the same company, the same secret of another, with its key, and a whole company's directory.
        await RefusedAfterAsync(() => Copy(directory.FileOf(otherSlot), directory.FileOf(OfA)), OfA);
        await RefusedAfterAsync(() => Copy(directory.FileOf(OfB), directory.FileOf(OfA)), OfA);
        await RefusedAfterAsync(() => Copy(directory.KeyOf(VaultDirectory.B), directory.KeyOf(VaultDirectory.A)), OfA);
        await RefusedAfterAsync(
            () =>
            {
                Copy(directory.KeyOf(VaultDirectory.B), directory.KeyOf(VaultDirectory.A));
                Copy(directory.FileOf(OfB), directory.FileOf(OfA));
            },
            OfA
        );
        Assert.Equal("geheim van " + OfB, await vault.ReadAsync(OfB, default));

        async Task RefusedAfterAsync(Action swap, SecretName name)
        {
            var before = directory.Files().ToDictionary(file => file, File.ReadAllBytes, StringComparer.Ordinal);
            swap();
            await Assert.ThrowsAsync<VaultUnavailableException>(() => vault.ReadAsync(name, default));
            foreach (var (file, content) in before)
            {
                await File.WriteAllBytesAsync(file, content);
            }

            Assert.Equal("geheim van " + name, await vault.ReadAsync(name, default));
        }
    }

    [Fact]
    public async Task A_changed_byte_gives_the_same_secret_or_none_never_another()
    {
        var vault = directory.Open();
        await vault.WriteAsync(OfA, Secret, default);
        var refused = 0;
        foreach (var file in new[] { directory.FileOf(OfA), directory.KeyOf(VaultDirectory.A) })
        {
            var whole = await File.ReadAllBytesAsync(file);
            for (var at = 0; at < whole.Length; at += 3)
            {
                var changed = whole.ToArray();
                changed[at] ^= 1;
                await File.WriteAllBytesAsync(file, changed);
                try
                {
                    Assert.Equal(Secret, await vault.ReadAsync(OfA, default));
                }
                catch (VaultUnavailableException)
                {
                    refused++;
                }
            }

            await File.WriteAllBytesAsync(file, whole[..^5]);
            await Assert.ThrowsAsync<VaultUnavailableException>(() => vault.ReadAsync(OfA, default));
            await File.WriteAllBytesAsync(file, whole);
        }

        Assert.True(refused > 50, $"Only {refused} changes were noticed.");
    }

    [Fact]
    public async Task Nothing_of_a_secret_stands_in_a_file_and_the_files_are_for_their_owner_alone()
    {
        await directory.Open().WriteAsync(OfA, Secret, default);
        foreach (var file in directory.Files())
        {
            var text = await File.ReadAllTextAsync(file);
            Assert.DoesNotContain("wachtwoord", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), text, StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(directory.DirectoryOf(VaultDirectory.A)));
        }
    }

    [Fact]
    public async Task A_nonce_is_never_used_twice()
    {
        var vault = directory.Open();
        HashSet<string> seen = [];
        for (var time = 0; time < 50; time++)
        {
            await vault.WriteAsync(OfA, Secret, default);
            Assert.True(seen.Add(Convert.ToHexString(Sealed.From(await File.ReadAllBytesAsync(directory.FileOf(OfA))).Nonce)));
        }
    }

    [Fact]
    public async Task A_lost_key_is_said_and_not_replaced_by_a_new_one()
    {
        var vault = directory.Open();
        await vault.WriteAsync(OfA, Secret, default);
        File.Delete(directory.KeyOf(VaultDirectory.A));
        await Assert.ThrowsAsync<VaultUnavailableException>(() => vault.ReadAsync(OfA, default));
        await Assert.ThrowsAsync<VaultUnavailableException>(() => vault.WriteAsync(OfA, "nieuw", default));
        Assert.False(File.Exists(directory.KeyOf(VaultDirectory.A)));
    }

    [Fact]
    public async Task A_forgotten_company_has_nothing_left_and_an_old_copy_of_its_secret_opens_no_more()
    {
        var vault = directory.Open();
        await vault.WriteAsync(OfA, Secret, default);
        await vault.WriteAsync(OfB, "van B", default);
        var copy = await File.ReadAllBytesAsync(directory.FileOf(OfA));
        await vault.ForgetAsync(VaultDirectory.A, default);
        await vault.ForgetAsync(VaultDirectory.A, default);
        Assert.Null(await vault.ReadAsync(OfA, default));
        Assert.DoesNotContain(directory.Files(), file => file.Contains(VaultDirectory.A.ToString(), StringComparison.Ordinal));
        Assert.Equal("van B", await vault.ReadAsync(OfB, default));

        await vault.WriteAsync(OfA, "weer", default);
        Assert.Equal("weer", await vault.ReadAsync(OfA, default));
        await File.WriteAllBytesAsync(directory.FileOf(OfA), copy);
        await Assert.ThrowsAsync<VaultUnavailableException>(() => vault.ReadAsync(OfA, default));
    }

    [Fact]
    public async Task Many_who_write_and_read_at_once_lose_nothing()
    {
        var vaults = new[] { directory.Open(), directory.Open(), directory.Open() };
        await vaults[0].WriteAsync(OfA, "0", default);
        using var done = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.NotNull(await vaults[2].ReadAsync(OfA, default));
            }
        });
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(async number =>
                {
                    await vaults[number % 2]
                        .WriteAsync(
                            SecretName.RuntimeLogin(Company(number % 10), number < 20 ? LoginSlot.A : LoginSlot.B),
                            $"{number}",
                            default
                        );
                    await vaults[number % 2].WriteAsync(OfA, $"{number}", default);
                })
        );
        await done.CancelAsync();
        await reader;
        for (var number = 0; number < 10; number++)
        {
            var first = await vaults[2].ReadAsync(SecretName.RuntimeLogin(Company(number), LoginSlot.A), default);
            Assert.Contains(first, new[] { $"{number}", $"{number + 10}" });
        }
    }

    [Fact]
    public async Task Another_master_key_opens_nothing()
    {
        await directory.Open("one").WriteAsync(OfA, Secret, default);
        var refusal = await Assert.ThrowsAsync<VaultUnavailableException>(() => directory.Open("two").ReadAsync(OfA, default));
        Assert.Contains("PreviousMasterKeys", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Secret, await directory.Open("two", "one").ReadAsync(OfA, default));
    }

    private static void Copy(string from, string to) => File.Copy(from, to, overwrite: true);
}
