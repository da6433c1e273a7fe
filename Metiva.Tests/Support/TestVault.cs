using Metiva.Domain.Companies;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tests.Support;

/// <summary>A vault of plain files, so that a child process finds what its parent wrote. For tests: it protects nothing.</summary>
internal sealed class TestVault(string directory) : ICredentialVault
{
    private readonly string folder = Directory.CreateDirectory(Path.Combine(directory, "vault")).FullName;

    public async Task<string?> ReadAsync(SecretName name, CancellationToken cancellationToken)
    {
        var file = FileOf(name);
        return File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken) : null;
    }

    public async Task WriteAsync(SecretName name, string secret, CancellationToken cancellationToken)
    {
        var draft = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(draft, secret, cancellationToken);
        File.Move(draft, FileOf(name), overwrite: true);
    }

    public Task RemoveAsync(SecretName name, CancellationToken cancellationToken)
    {
        File.Delete(FileOf(name));
        return Task.CompletedTask;
    }

    public Task ForgetAsync(CompanyId company, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.GetFiles(folder, $"company-{company}-*"))
        {
            File.Delete(file);
        }

        return Task.CompletedTask;
    }

    private string FileOf(SecretName name) => Path.Combine(folder, name.Text);
}
