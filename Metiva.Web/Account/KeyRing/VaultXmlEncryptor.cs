using System.Text;
using System.Xml.Linq;
using Metiva.Tenancy.Credentials;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Metiva.Web.Identity.KeyRing;

/// <summary>Seals a key of the ring before it is written.</summary>
internal sealed class VaultXmlEncryptor(KeyRingSeal seal) : IXmlEncryptor
{
    internal const string Element = "sealedByVault";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));

        // The framework asks synchronously, about once in ninety days.
        var content = seal.SealAsync(plain, CancellationToken.None).GetAwaiter().GetResult();
        return new EncryptedXmlInfo(new XElement(Element, Convert.ToBase64String(content)), typeof(VaultXmlDecryptor));
    }
}

/// <summary>Opens a key of the ring. The framework makes it by the name that stands in the file.</summary>
internal sealed class VaultXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    private readonly KeyRingSeal seal = services.GetRequiredService<KeyRingSeal>();

    public XElement Decrypt(XElement encryptedElement)
    {
        var content = Convert.FromBase64String(encryptedElement.Value);

        // The framework asks synchronously, when it reads the ring: at start and once a day.
        return XElement.Parse(Encoding.UTF8.GetString(seal.OpenAsync(content, CancellationToken.None).GetAwaiter().GetResult()));
    }
}
