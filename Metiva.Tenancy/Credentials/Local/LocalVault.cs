using System.Security.Cryptography;
using System.Text;
using Metiva.Domain.Companies;

namespace Metiva.Tenancy.Credentials.Local;

/// <summary>
/// Secrets in encrypted files. A directory per company, and one for the installation, holds that owner's key, wrapped under the
/// master key, and each secret, sealed under that key: nothing read at one company opens at another. Several processes may use it.
/// </summary>
internal sealed partial class LocalVault : ICredentialVault
{
    internal const string Installation = "installation";
    internal const string KeyFile = "key.json";
    internal const string SecretEnding = ".secret";
    private const string ForgottenEnding = ".forgotten";
    private const int KeyVersion = 1;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string root;
    private readonly MasterKeys masters;

    /// <param name="directory">Made when it is not there.</param>
    /// <param name="masters">The master keys.</param>
    internal LocalVault(string directory, MasterKeys masters)
    {
        root = Path.GetFullPath(directory);
        this.masters = masters;
        DurableFiles.MakeDirectory(root);
    }

    /// <summary>Called with the name of each step that has just been done, inside the turn.</summary>
    internal Action<string>? AfterStep { get; set; }

    /// <inheritdoc/>
    public async Task<string?> ReadAsync(SecretName name, CancellationToken cancellationToken)
    {
        try
        {
            return Read(name);
        }
        catch (Exception exception) when (IsTrouble(exception))
        {
            // Perhaps it was being replaced at this very moment: once more while nobody writes.
            return await InTurnAsync(() => Read(name), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task WriteAsync(SecretName name, string secret, CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
            {
                Write(name, secret);
                return true;
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public Task RemoveAsync(SecretName name, CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
            {
                var file = FileOf(name);
                if (File.Exists(file))
                {
                    File.Delete(file);
                    DurableFiles.FlushDirectory(Path.GetDirectoryName(file)!);
                }

                return true;
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public Task ForgetAsync(CompanyId company, CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
            {
                Forget(Path.Combine(root, company.ToString()));
                return true;
            },
            cancellationToken
        );

    private static string OwnerOf(SecretName name) => name.Company?.ToString() ?? Installation;

    private string FileOf(SecretName name) => Path.Combine(root, OwnerOf(name), name.Text + SecretEnding);

    private string? Read(SecretName name)
    {
        var file = FileOf(name);
        if (!File.Exists(file))
        {
            return null;
        }

        var key = OpenKey(OwnerOf(name));
        byte[] content = [];
        try
        {
            content = Sealed.From(File.ReadAllBytes(file)).Open(key, "secret", OwnerOf(name), name.Text);
            return Encoding.UTF8.GetString(content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private void Write(SecretName name, string secret)
    {
        var owner = OwnerOf(name);
        DurableFiles.MakeDirectory(Path.Combine(root, owner));
        Tidy(Path.Combine(root, owner));
        var key = File.Exists(KeyFileOf(owner)) ? OpenKey(owner) : MakeKey(owner);
        var content = Encoding.UTF8.GetBytes(secret);
        try
        {
            var box = Sealed.Seal(key, KeyVersion, owner, content, "secret", owner, name.Text);
            DurableFiles.Write(FileOf(name), box.ToBytes(), Named("secret"));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private void Forget(string directory)
    {
        // One rename makes all of it go at once; the key, without which the rest is noise, goes first of what is deleted.
        if (Directory.Exists(directory))
        {
            Directory.Move(directory, $"{directory}.{Guid.NewGuid():n}{ForgottenEnding}");
            DurableFiles.FlushDirectory(root);
            AfterStep?.Invoke("forget-renamed");
        }

        RemoveForgotten();
    }

    private void RemoveForgotten()
    {
        foreach (var forgotten in Directory.GetDirectories(root, "*" + ForgottenEnding))
        {
            File.Delete(Path.Combine(forgotten, KeyFile));
            DurableFiles.FlushDirectory(forgotten);
            AfterStep?.Invoke("forget-key");
            Directory.Delete(forgotten, recursive: true);
            DurableFiles.FlushDirectory(root);
        }
    }

    private static void Tidy(string directory)
    {
        foreach (var left in Directory.GetFiles(directory, "*" + DurableFiles.Temporary))
        {
            File.Delete(left);
        }
    }

    private Action<string>? Named(string what) => AfterStep is { } after ? step => after($"{what}-{step}") : null;

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            using var mine = await FileTurn.TakeAsync(root, cancellationToken);
            return await Task.Run(work, cancellationToken);
        }
        catch (Exception exception) when (IsTrouble(exception) && exception is not VaultUnavailableException)
        {
            throw new VaultUnavailableException("The vault's files cannot be read, written or trusted.", exception);
        }
        finally
        {
            turn.Release();
        }
    }

    private static bool IsTrouble(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or CryptographicException or VaultUnavailableException;
}
