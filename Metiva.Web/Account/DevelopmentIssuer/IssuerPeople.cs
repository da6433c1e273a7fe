using System.Security.Cryptography;
using System.Text;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>A person in the issuer's directory.</summary>
/// <param name="ObjectId">The object id.</param>
/// <param name="Name">Display name.</param>
/// <param name="Email">Mail address, which is also the name to sign in with.</param>
/// <param name="Description">What the page to pick from says about the person, e.g. roles and company.</param>
public sealed record IssuerPerson(Guid ObjectId, string Name, string Email, string Description);

/// <summary>The issuer's directory, and whoever was added to it since the start.</summary>
public sealed class IssuerPeople(IReadOnlyList<IssuerPerson> demoPeople)
{
    /// <summary>The people to pick from.</summary>
    public IReadOnlyList<IssuerPerson> All => demoPeople;

    /// <summary>The person with this object id, or null.</summary>
    public IssuerPerson? Find(Guid objectId) => demoPeople.FirstOrDefault(person => person.ObjectId == objectId);

    /// <summary>The person with this name to sign in with, or null.</summary>
    public IssuerPerson? FindByHint(string? hint) =>
        demoPeople.FirstOrDefault(person => string.Equals(person.Email, hint, StringComparison.OrdinalIgnoreCase));

    /// <summary>Somebody who is not in the directory yet; the same mail address is the same person again.</summary>
    public static IssuerPerson Guest(string name, string email)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("development-guest:" + email.ToLowerInvariant()));
        return new IssuerPerson(new Guid(hash.AsSpan(0, 16)), name, email, "");
    }
}
