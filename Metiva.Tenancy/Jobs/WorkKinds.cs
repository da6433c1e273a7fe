using Metiva.Domain.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tenancy.Jobs;

/// <summary>What this build can do, and what its handlers say about it. Asked for once, from handlers that are bound to no company.</summary>
internal sealed class WorkKinds(IServiceScopeFactory scopes, WorkOptions options)
{
    private readonly Lazy<Dictionary<string, WorkKind>> kinds = new(() => Read(scopes));

    internal IReadOnlyCollection<string> Names => kinds.Value.Keys;

    /// <summary>What is known of a kind; null when no handler of this build does it.</summary>
    internal WorkKind? Find(string kind) => kinds.Value.GetValueOrDefault(kind);

    /// <summary>One more failed attempt at an item.</summary>
    internal WorkEnd Failure(WorkItem item, string trouble, WorkOutcome outcome = WorkOutcome.Failed)
    {
        var failures = item.Failures + 1;
        return new WorkEnd(outcome, trouble, options.RetryAfter(failures), failures >= (Find(item.Kind)?.MostFailures ?? 1));
    }

    /// <summary>An attempt whose node was heard of no more: once that is an accident, and waits for nothing.</summary>
    internal WorkEnd Loss(WorkItem item)
    {
        var end = Failure(item, "work.lost", WorkOutcome.Lost);

        // Whether this build knows the kind says nothing about the node that had it.
        var isLast = end.IsLast && Find(item.Kind) is not null;
        return end with { IsLast = isLast, RetryAfter = item.Failures == 0 ? TimeSpan.Zero : end.RetryAfter };
    }

    private static Dictionary<string, WorkKind> Read(IServiceScopeFactory scopes)
    {
        using var scope = scopes.CreateScope();
        var found = new Dictionary<string, WorkKind>(StringComparer.Ordinal);
        foreach (var handler in scope.ServiceProvider.GetServices<IWorkHandler>())
        {
            if (!found.TryAdd(handler.Kind, new WorkKind(handler.Needs, handler.Limit, handler.MostFailures)))
            {
                throw new InvalidOperationException($"Two handlers do work of the kind '{handler.Kind}'.");
            }
        }

        return found;
    }
}

/// <summary>What a handler says about its work.</summary>
internal sealed record WorkKind(IReadOnlyCollection<Permission> Needs, TimeSpan Limit, int MostFailures);
