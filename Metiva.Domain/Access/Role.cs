using System.Numerics;

namespace Metiva.Domain.Access;

/// <summary>The eight roles. A member holds one or more of them at one company.</summary>
public enum Role
{
    /// <summary>Owns the company here: everything, and the only one who grants Owner.</summary>
    Owner = 0,

    /// <summary>Runs it: members, settings, integrations.</summary>
    Admin = 1,

    /// <summary>Looks after the relation: inbox, deals, projects, contracts, invoice drafts.</summary>
    AccountManager = 2,

    /// <summary>Leads, deals, quotes.</summary>
    Sales = 3,

    /// <summary>Projects, tasks, time.</summary>
    Delivery = 4,

    /// <summary>Campaigns, attribution, reports.</summary>
    Marketing = 5,

    /// <summary>Invoices, payments, VAT.</summary>
    Finance = 6,

    /// <summary>The client's own people: only what was published to them, in the portal.</summary>
    Client = 7,
}

/// <summary>A set of roles.</summary>
public readonly record struct RoleSet(byte Bits)
{
    /// <summary>No role.</summary>
    public static RoleSet None => default;

    /// <summary>Whether no role is held.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>How many roles are held.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>A set of these roles.</summary>
    public static RoleSet Of(params ReadOnlySpan<Role> roles)
    {
        byte bits = 0;
        foreach (var role in roles)
        {
            bits |= (byte)(1 << (int)role);
        }

        return new RoleSet(bits);
    }

    /// <summary>Whether the role is held.</summary>
    public bool Has(Role role) => (Bits & (1 << (int)role)) != 0;

    /// <summary>The roles held, in the order of <see cref="Role"/>.</summary>
    public IEnumerable<Role> Roles()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            if (Has(role))
            {
                yield return role;
            }
        }
    }

    /// <summary>The names, separated by a comma: the stored form.</summary>
    public override string ToString() => string.Join(',', Roles());

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">A name is not one of the eight roles.</exception>
    public static RoleSet Parse(string text) =>
        TryParse(text, out var roles) ? roles : throw new FormatException($"'{text}' is not a list of roles.");

    /// <summary>Reads the stored form; false, and no role, when a name is not one of the eight.</summary>
    public static bool TryParse(string text, out RoleSet roles)
    {
        byte bits = 0;
        roles = None;
        foreach (var name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Enum.TryParse<Role>(name, ignoreCase: false, out var role) || !Enum.IsDefined(role) || char.IsDigit(name[0]))
            {
                return false;
            }

            bits |= (byte)(1 << (int)role);
        }

        roles = new RoleSet(bits);
        return true;
    }
}
