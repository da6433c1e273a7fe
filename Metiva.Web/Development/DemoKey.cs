using System.Security.Cryptography;
using System.Text;

namespace Metiva.Web.Development;

/// <summary>Keys that are the same on every machine, made from what they name.</summary>
internal static class DemoKey
{
    /// <summary>A GUID of version 8: custom, here from a hash (RFC 9562).</summary>
    public static Guid For(string kind, string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"metiva demo {kind} {name}"))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Where a company's own stream of choices begins.</summary>
    public static ulong SeedFor(string name) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"metiva demo seed {name}")));
}
