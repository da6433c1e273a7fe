using Metiva.Domain.Access;
using Metiva.Tenancy.CompanyData;

namespace Metiva.Tenancy.Jobs;

/// <summary>
/// Does one kind of work. It is resolved from a scope that is bound to the item's company, so it takes <see cref="CompanyDatabase"/> and
/// whatever else a command takes; while it is constructed it does not look at the company yet. It is called at least once for an item:
/// what must not happen twice it writes in a transaction together with <see cref="WorkRun.Complete"/>.
/// </summary>
public interface IWorkHandler
{
    /// <summary>The <see cref="WorkItem.Kind"/> that it does.</summary>
    string Kind { get; }

    /// <summary>
    /// What it may do in the name of Metiva, at the item's company and nowhere else: no role stands behind it, so what is not named here
    /// is refused. Its own reads and writes need none; commands and queries of features check theirs.
    /// </summary>
    IReadOnlyCollection<Permission> Needs => [];

    /// <summary>How long one attempt may take before it is stopped and counts as failed.</summary>
    TimeSpan Limit => TimeSpan.FromMinutes(10);

    /// <summary>How many attempts may fail before a person has to look.</summary>
    int MostFailures => 8;

    /// <summary>Does it. An exception is a failed attempt, which is tried again later.</summary>
    /// <exception cref="WorkRefusedException">Trying again cannot help.</exception>
    Task RunAsync(WorkRun run, CancellationToken cancellationToken);
}

/// <summary>The work cannot be done, now or later. The code stays in the run history.</summary>
/// <param name="code">A dotted lower-case code.</param>
public sealed class WorkRefusedException(string code) : Exception($"This work cannot be done: {code}.")
{
    /// <summary>Why, as a dotted lower-case code.</summary>
    public string Code { get; } = code;
}

/// <summary>Another process has taken the work over: nothing that this attempt still writes is kept.</summary>
public sealed class WorkLostException() : Exception("Another process has taken this work over.");
