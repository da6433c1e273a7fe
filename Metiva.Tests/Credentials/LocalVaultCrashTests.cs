using System.Globalization;
using Metiva.Tenancy.Credentials;
using Metiva.Tests.Support;
using Xunit;
using static Metiva.Tests.Credentials.VaultChild;

namespace Metiva.Tests.Credentials;

/// <summary>Processes that work on a vault and are killed in the middle.</summary>
public sealed class LocalVaultCrashTests : IDisposable
{
    private readonly VaultDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("key-temporary", null)]
    [InlineData("key-renamed", null)]
    [InlineData("secret-temporary", null)]
    [InlineData("secret-renamed", "second")]
    public async Task A_first_secret_is_there_or_not_and_can_be_written_again(string step, string? expected)
    {
        Assert.False(await LivesAsync(directory.Root, "write", step));
        Assert.Equal(expected, await directory.Open().ReadAsync(Name(0), default));
        await directory.Open().WriteAsync(Name(0), "third", default);
        Assert.Equal("third", await directory.Open().ReadAsync(Name(0), default));
        Assert.DoesNotContain(directory.Files(), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("secret-temporary", "first")]
    [InlineData("secret-renamed", "second")]
    public async Task A_replaced_secret_is_the_old_or_the_new_one(string step, string expected)
    {
        await directory.Open().WriteAsync(Name(0), "first", default);
        Assert.False(await LivesAsync(directory.Root, "write", step));
        Assert.Equal(expected, await directory.Open().ReadAsync(Name(0), default));
    }

    [Theory]
    [InlineData("forget-renamed")]
    [InlineData("forget-key")]
    public async Task A_company_that_is_half_forgotten_is_gone_and_the_next_start_takes_the_rest_away(string step)
    {
        await directory.Open().WriteAsync(Name(0), "first", default);
        await directory.Open().WriteAsync(Name(1), "other", default);
        Assert.False(await LivesAsync(directory.Root, "forget", step));
        Assert.Null(await directory.Open().ReadAsync(Name(0), default));
        Assert.Equal(1, (await directory.Open().RewrapAsync(default)).All);
        Assert.Single(Directory.GetDirectories(directory.Root));
        Assert.Equal("other", await directory.Open().ReadAsync(Name(1), default));
    }

    [Fact]
    public async Task A_rotation_of_the_master_key_that_is_killed_at_each_file_is_resumed_and_both_keys_work_meanwhile()
    {
        const int Companies = 4;
        var vault = directory.Open("one");
        for (var number = 0; number < Companies; number++)
        {
            await vault.WriteAsync(Name(number), $"secret {number}", default);
        }

        await vault.WriteAsync(SecretName.KeyRing, "ring", default);
        foreach (var step in new[] { "key-temporary", "key-renamed", "rewrapped", "key-temporary", "rewrapped" })
        {
            Assert.False(await LivesAsync(directory.Root, "rewrap", step));
            await AllReadAsync(directory.Open("one", "two"));
            await AllReadAsync(directory.Open("two", "one"));

            // Work goes on in between, under whichever master key this process has.
            await directory.Open("one", "two").WriteAsync(Name(0), "secret 0", default);
        }

        await Assert.ThrowsAsync<VaultUnavailableException>(() => AllReadAsync(directory.Open("two")));
        Assert.True(await LivesAsync(directory.Root, "rewrap", Never));
        await AllReadAsync(directory.Open("two"));
        Assert.Equal(0, (await directory.Open("two").RewrapAsync(default)).Changed);

        async Task AllReadAsync(ICredentialVault open)
        {
            for (var number = 0; number < Companies; number++)
            {
                Assert.Equal($"secret {number}", await open.ReadAsync(Name(number), default));
            }

            Assert.Equal("ring", await open.ReadAsync(SecretName.KeyRing, default));
        }
    }

    [Fact]
    public async Task What_a_killed_process_was_told_is_kept_is_kept_while_another_writes()
    {
        using var child = TestProgram.Start(Command, directory.Root, "fill", Never, "1");
        var kept = -1;
        var vault = directory.Open();
        var mine = 0;
        while (kept < 20 && await child.StandardOutput.ReadLineAsync() is { } line)
        {
            kept = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
            await vault.WriteAsync(Name(Many + mine), $"mine {mine}", default);
            mine++;
        }

        child.Kill();
        await child.WaitForExitAsync();
        Assert.True(kept >= 20, await child.StandardError.ReadToEndAsync());
        for (var number = 0; number <= kept; number++)
        {
            Assert.Equal($"secret {number}", await directory.Open().ReadAsync(Name(number), default));
        }

        for (var number = 0; number < mine; number++)
        {
            Assert.Equal($"mine {number}", await directory.Open().ReadAsync(Name(Many + number), default));
        }
    }
}
