using System.Security.Cryptography;
using System.Text;

namespace Metiva.Tests.Support;

/// <summary>The vault's master key in tests: the same in each process, so that one finds what another left.</summary>
internal static class TestMasterKey
{
    /// <summary>The setting's name.</summary>
    public const string Setting = "Tenancy:Vault:MasterKey";

    /// <summary>The setting's value.</summary>
    public static string Value { get; } = Named("of every test");

    /// <summary>Another master key.</summary>
    public static string Named(string name) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes("metiva test master key " + name)));
}
