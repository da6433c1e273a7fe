using System.Security.Cryptography;
using System.Text;
using Metiva.Domain.Companies;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;

namespace Metiva.Tenancy.Mail;

/// <summary>Which mail of which company came back.</summary>
internal sealed record BouncedMail(CompanyId Company, string BounceKey);

/// <summary>
/// The addresses that bounces go to: one for each mail (variable envelope return path). Behind the plus stands the company, the mail's key
/// and a signature of both, in base 32, because servers on the way may change upper and lower case. Who cannot sign cannot make a mail of
/// a company count as bounced, nor name a company at all.
/// </summary>
internal sealed class BounceAddresses(ICredentialVault vault, ControlPlaneDatabase controlPlane, TenancyOptions options)
{
    /// <summary>What the part of the address before the plus may have at most, so that all of it stays within 64 (RFC 5321, 4.5.3.1.1).</summary>
    internal const int LongestLocalPart = 64 - 1 - TokenLength;

    private const int KeySize = 32;
    private const int CompanySize = 16;
    private const int MailSize = 8;
    private const int SignatureSize = 8;

    // 32 bytes of 8 bits in letters of 5.
    private const int TokenLength = 52;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>A key for a mail that is about to be written.</summary>
    internal static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MailSize));

    /// <summary>Where a mail's bounces go; null when the installation has no address for them.</summary>
    /// <exception cref="VaultUnavailableException">The vault does not answer.</exception>
    internal async Task<MailAddress?> OfAsync(CompanyId company, string bounceKey, CancellationToken cancellationToken)
    {
        if (options.Mail.Bounces is not { } bounces)
        {
            return null;
        }

        var token = new byte[CompanySize + MailSize + SignatureSize];
        company.Value.TryWriteBytes(token, bigEndian: true, out _);
        Convert.FromHexString(bounceKey, token.AsSpan(CompanySize), out _, out _);
        Sign(await KeyAsync(cancellationToken), token);
        return MailAddress.TryParse($"{bounces.LocalPart}+{Encode(token)}@{bounces.Domain}");
    }

    /// <summary>Which mail this address was for; null when it is not one that was made here.</summary>
    /// <exception cref="VaultUnavailableException">The vault does not answer.</exception>
    internal async Task<BouncedMail?> ReadAsync(string address, CancellationToken cancellationToken)
    {
        var plus = address.LastIndexOf('+');
        var at = address.LastIndexOf('@');
        if (plus < 0 || at != plus + 1 + TokenLength || Decode(address.AsSpan(plus + 1, TokenLength)) is not { } token)
        {
            return null;
        }

        var expected = token.ToArray();
        Sign(await KeyAsync(cancellationToken), expected);
        return CryptographicOperations.FixedTimeEquals(expected, token)
            ? new BouncedMail(
                new CompanyId(new Guid(token.AsSpan(0, CompanySize), bigEndian: true)),
                Convert.ToHexStringLower(token.AsSpan(CompanySize, MailSize))
            )
            : null;
    }

    private static void Sign(byte[] key, Span<byte> token)
    {
        var said = token[..(CompanySize + MailSize)];
        HMACSHA256.HashData(key, said).AsSpan(0, SignatureSize).CopyTo(token[said.Length..]);
    }

    private async Task<byte[]> KeyAsync(CancellationToken cancellationToken)
    {
        if (await vault.ReadAsync(SecretName.MailBounces, cancellationToken) is { } known)
        {
            return Convert.FromBase64String(known);
        }

        await SharedSecret.EnsureAsync(
            vault,
            controlPlane,
            SecretName.MailBounces,
            () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)),
            cancellationToken
        );
        return Convert.FromBase64String(
            await vault.ReadAsync(SecretName.MailBounces, cancellationToken)
                ?? throw new VaultUnavailableException("The key that signs addresses for bounces was made and is not there.")
        );
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(TokenLength);
        for (var bit = 0; bit < bytes.Length * 8; bit += 5)
        {
            // The five bits from here on lie in two bytes at most; past the end stand zeros.
            var two = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[(bit / 8) + 1] : 0);
            text.Append(Letters[(two >> (11 - (bit % 8))) & 31]);
        }

        return text.ToString();
    }

    private static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[CompanySize + MailSize + SignatureSize];
        for (var place = 0; place < text.Length; place++)
        {
            var value = Letters.IndexOf(char.ToLowerInvariant(text[place]), StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            for (var bit = 0; bit < 5; bit++)
            {
                var at = (place * 5) + bit;
                if (((value >> (4 - bit)) & 1) == 0)
                {
                    continue;
                }

                if (at >= bytes.Length * 8)
                {
                    return null;
                }

                bytes[at / 8] |= (byte)(128 >> (at % 8));
            }
        }

        return bytes;
    }
}
