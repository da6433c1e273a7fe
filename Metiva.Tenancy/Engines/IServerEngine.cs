using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Engines;

/// <summary>What an engine knows about the servers that an installation can have.</summary>
public interface IServerEngine
{
    /// <summary>Whether a server is reached with an administrator's connection string, which lies in the vault.</summary>
    bool HasAdministrator { get; }

    /// <summary>Why the address cannot be a server's; null when it can.</summary>
    Error? CheckAddress(string address);

    /// <summary>Why the text cannot be an administrator's connection string; null when it can.</summary>
    Error? CheckAdministrator(string connectionString);

    /// <summary>Puts a server's administrator's connection string into the vault, for this address and no other.</summary>
    /// <exception cref="Credentials.VaultUnavailableException">It could not be written.</exception>
    Task KeepAdministratorAsync(string server, string address, string connectionString, CancellationToken cancellationToken);

    /// <summary>Asks a server whether companies can be made there. Never throws for what is wrong with the server.</summary>
    Task<ServerAnswer> AskAsync(ServerEntry server, CancellationToken cancellationToken);
}

/// <summary>What a server answered.</summary>
/// <param name="Trouble">What is wrong; null when it works.</param>
/// <param name="Version">The engine's version there, when it said so.</param>
public sealed record ServerAnswer(ServerTrouble? Trouble, string? Version = null);
