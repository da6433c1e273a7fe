using System.ComponentModel.DataAnnotations;

namespace Metiva.Tenancy.Credentials;

/// <summary>Settings of the section <c>Tenancy:Vault</c>.</summary>
public sealed class VaultOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Tenancy:Vault";

    /// <summary>The kind that keeps encrypted files in the data directory.</summary>
    public const string Local = "Local";

    /// <summary>The kind that asks Azure Key Vault.</summary>
    public const string AzureKeyVault = "AzureKeyVault";

    /// <summary>Which vault: <see cref="Local"/> or <see cref="AzureKeyVault"/>.</summary>
    [Required]
    public string Kind { get; set; } = Local;

    /// <summary>The address of the Azure Key Vault, https.</summary>
    public Uri? Uri { get; set; }

    /// <summary>The master key of the local vault: 32 bytes in base64.</summary>
    public string? MasterKey { get; set; }

    /// <summary>
    /// Instead of <see cref="MasterKey"/>: a file that holds it, as an absolute path or one relative to the content root. Not inside
    /// the data directory, where a backup would take key and lock together.
    /// </summary>
    public string? MasterKeyFile { get; set; }

    /// <summary>Master keys that are still accepted, while keys that are wrapped under one of them are wrapped anew.</summary>
    public IList<string> PreviousMasterKeys { get; } = [];

    internal bool IsComplete => Kind != AzureKeyVault || Uri is { IsAbsoluteUri: true, Scheme: "https" };
}
