namespace Metiva.Domain.Companies;

/// <summary>Names one company, the tenant. Never comes from a header, address or form: only from a verified credential.</summary>
public readonly record struct CompanyId(Guid Value)
{
    /// <summary>The lower-case hyphenated form, as the token and the databases write it.</summary>
    public override string ToString() => Value.ToString("D");
}

/// <summary>What a company is to the agency.</summary>
public enum CompanyKind
{
    /// <summary>The agency itself. There is one; it has no members with the role Client.</summary>
    Agency = 1,

    /// <summary>A client company of the agency.</summary>
    Client = 2,
}

/// <summary>Where a company is in its life. Only <see cref="Active"/> is served.</summary>
public enum CompanyState
{
    /// <summary>Its database is being made.</summary>
    Provisioning = 1,

    /// <summary>Served.</summary>
    Active = 2,

    /// <summary>Put on hold by the agency; nothing is lost.</summary>
    Suspended = 3,

    /// <summary>On its way out; only the closing itself still touches it.</summary>
    Closing = 4,

    /// <summary>Being moved to another server; nobody reads or writes meanwhile.</summary>
    Moving = 5,
}
