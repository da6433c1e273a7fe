using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;

namespace Metiva.Tests.Jobs;

/// <summary>What the handler of a test does.</summary>
internal sealed class Script
{
    public Func<ScriptedWork, WorkRun, CancellationToken, Task> Does { get; set; } = (_, _, _) => Task.CompletedTask;

    public TimeSpan Limit { get; set; } = TimeSpan.FromMinutes(1);

    public IReadOnlyCollection<Permission> Needs { get; set; } = [];

    public int MostFailures { get; set; } = 3;
}

/// <summary>Work that a test makes up, in a scope like any other's.</summary>
internal sealed class ScriptedWork(Script script, TenantScope scope, CompanyDatabase database) : IWorkHandler
{
    public const string Name = "test.work";
    public const string Effect = "test.effect";

    public string Kind => Name;

    public TimeSpan Limit => script.Limit;

    public IReadOnlyCollection<Permission> Needs => script.Needs;

    public int MostFailures => script.MostFailures;

    public TenantScope Scope => scope;

    public CompanyDatabase Database => database;

    public CompanyId Company => scope.Context.CompanyId;

    public Task RunAsync(WorkRun run, CancellationToken cancellationToken) => script.Does(this, run, cancellationToken);

    /// <summary>Something that is seen when it happens twice: a record of the audit. With or without the end of the item in one go.</summary>
    public async Task HaveEffectAsync(WorkRun run, bool complete, Error? refuseWith = null)
    {
        var written = await database.WriteAsync<bool>(
            (write, _) =>
            {
                write.Audit(Effect, "Work", run.ItemId.ToString(), "It happened");
                if (complete)
                {
                    run.Complete(write);
                }

                return Task.FromResult<Result<bool>>(refuseWith is null ? true : refuseWith);
            },
            CancellationToken.None
        );
        if (written.Error is { } error && error != refuseWith)
        {
            throw new InvalidOperationException(error.Message);
        }
    }
}
