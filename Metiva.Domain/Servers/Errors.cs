using Metiva.Domain.Shared;

namespace Metiva.Domain.Servers;

/// <summary>No server has that name.</summary>
public sealed record ServerUnknown() : Error("servers.unknown", "There is no server by that name. Register it first.");

/// <summary>The server takes no more companies.</summary>
public sealed record ServerClosed()
    : Error("servers.closed", "This server is closed: it takes no more companies. Open it, or choose another one.");

/// <summary>An installation has one engine.</summary>
/// <param name="Engine">The server's.</param>
public sealed record ServerOfAnotherEngine(string Engine)
    : Error("servers.other-engine", $"This server runs {Engine}, which is not the engine of this installation.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [Engine];
}

/// <summary>The server belongs to one company.</summary>
public sealed record ServerIsDedicated()
    : Error("servers.dedicated", "This server is kept for one company with the plan Dedicated. Choose another one.");

/// <summary>A company with the plan Dedicated is alone on its server.</summary>
public sealed record ServerHoldsOthers()
    : Error(
        "servers.holds-others",
        "Dedicated means that the server hosts no other company, and this one does. Move the company to an empty server first."
    );

/// <summary>Data stays in its region unless it is decided otherwise.</summary>
public sealed record RegionNotKept(string From, string To)
    : Error("servers.region-changes", $"The data would go from region {From} to {To}. Say that this is what you want.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [From, To];
}

/// <summary>Data leaves the EU only by decision.</summary>
public sealed record RegionOutsideEu(string Region)
    : Error("servers.outside-eu", $"Region {Region} is outside the EU. Say that this is what you want; it is written down.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [Region];
}

/// <summary>Two servers cannot have one name.</summary>
public sealed record ServerNameTaken() : Error("servers.name-taken", "There is a server by that name already.");

/// <summary>Two servers at one place would be one server.</summary>
public sealed record ServerAddressTaken() : Error("servers.address-taken", "Another server is registered at that address already.");

/// <summary>Where data lies is changed by moving the companies.</summary>
public sealed record ServerHoldsCompanies()
    : Error(
        "servers.holds-companies",
        "Companies are on this server, so its address and region stay. Register another server and move them there."
    );

/// <summary>The address is no place that this engine can use.</summary>
/// <param name="Reason">Stable reason: <c>absolute</c>, <c>missing</c>, <c>link</c>, <c>network</c>, <c>private</c>, <c>inside</c>.</param>
public sealed record ServerAddressRefused(string Reason)
    : Error(
        "servers.address." + Reason,
        Reason switch
        {
            "absolute" => "The address has to be an absolute directory, written without '.', '..' or a separator at its end.",
            "missing" => "There is no such directory. Make it first, owned by the account that Metiva runs as.",
            "link" => "The address is a link. Write where it leads to.",
            "network" => "The directory is on a network share. The embedded engine needs a local disk.",
            "private" => "Others than its owner can enter that directory. Take their permissions away first (mode 700).",
            _ => "The directory is Metiva's own data directory, lies in it, or holds it.",
        }
    );
