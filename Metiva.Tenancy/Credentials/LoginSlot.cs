namespace Metiva.Tenancy.Credentials;

/// <summary>
/// Which of a company's two runtime logins. Two, so that a credential can be replaced while the other one serves. An engine without
/// logins leaves it at <see cref="A"/>.
/// </summary>
public enum LoginSlot
{
    /// <summary>The first; a new company starts with it.</summary>
    A = 1,

    /// <summary>The second.</summary>
    B = 2,
}
