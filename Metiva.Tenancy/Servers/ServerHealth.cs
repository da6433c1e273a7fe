using Metiva.Domain.Servers;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Servers;

/// <summary>What a check of a server came to.</summary>
/// <param name="Trouble">What is wrong; null when it works.</param>
/// <param name="Version">The engine's version there, when it said so.</param>
/// <param name="Latency">How long it took to answer.</param>
public sealed record ServerCheck(ServerTrouble? Trouble, string? Version, TimeSpan Latency);

/// <summary>Asks servers how they are, and remembers the answer in the registry.</summary>
internal sealed class ServerHealth(
    IServerEngine servers,
    IDatabaseEngine engine,
    ControlPlaneDatabase controlPlane,
    TimeProvider time,
    ILogger<ServerHealth> logger
)
{
    /// <summary>How long a server may take to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    internal async Task<ServerCheck> CheckAsync(ServerEntry server, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var answer = await AskAsync(server, cancellationToken);
        var check = new ServerCheck(answer.Trouble, answer.Version, time.GetElapsedTime(asked));
        if (check.Trouble is { } trouble)
        {
            logger.LogWarning("Server {Server} does not work: {Trouble}.", server.Name, trouble);
        }

        // Nobody else has to hear of it, so it is not announced, and it is no change that a person could lose.
        var (now, kind) = (time.GetUtcNow(), check.Trouble?.ToString());
        await controlPlane.WriteAsync<int>(
            async (context, token) =>
                await context
                    .Servers.Where(row => row.Name == server.Name)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.CheckedAt, now).SetProperty(row => row.Trouble, kind), token),
            cancellationToken
        );
        return check;
    }

    private async Task<ServerAnswer> AskAsync(ServerEntry server, CancellationToken cancellationToken)
    {
        if (server.Engine != engine.Name)
        {
            return new ServerAnswer(ServerTrouble.Unreachable);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await servers.AskAsync(server, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ServerAnswer(ServerTrouble.Unreachable);
        }
    }
}
