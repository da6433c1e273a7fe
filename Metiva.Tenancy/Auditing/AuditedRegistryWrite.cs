using Metiva.Domain.Shared;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;

namespace Metiva.Tenancy.Auditing;

/// <summary>One line for a company's audit.</summary>
internal sealed record AuditLine(string Action, string EntityType, string EntityId, string Summary, object? After = null);

/// <summary>What a command is going to do to the registry, and what the audit says of it.</summary>
internal sealed record RegistryPlan<T>(T Value, AuditLine Line, Action Apply);

/// <summary>
/// For changes of the bound company's registry rows that give nobody access by themselves: the audit record is written first, then
/// the change. A crash in between leaves a record of something that can simply be done again, never the other way round.
/// </summary>
public sealed class AuditedRegistryWrite(CompanyDatabase company, ControlPlaneDatabase controlPlane)
{
    internal async Task<Result<T>> RunAsync<T>(
        Func<ControlPlaneContext, CancellationToken, Task<Result<RegistryPlan<T>>>> plan,
        CancellationToken cancellationToken
    )
    {
        var planned = await controlPlane.ReadAsync(plan, cancellationToken);
        if (!planned.Ok)
        {
            return planned.Error!;
        }

        var line = planned.Value.Line;
        var written = await WriteAsync(line, cancellationToken);
        if (!written.Ok)
        {
            return written.Error!;
        }

        var result = await controlPlane.WriteAsync<T>(
            async (context, token) =>
            {
                var again = await plan(context, token);
                if (!again.Ok)
                {
                    return again.Error!;
                }

                again.Value.Apply();
                return again.Value.Value;
            },
            CancellationToken.None
        );
        if (result.Error is { } error)
        {
            var undone = line with
            {
                Action = line.Action + ".not-carried-out",
                Summary = "Not carried out: " + error.Message,
                After = null,
            };
            await WriteAsync(undone, CancellationToken.None);
        }

        return result;
    }

    private Task<Result<bool>> WriteAsync(AuditLine line, CancellationToken cancellationToken) =>
        company.WriteAsync<bool>(
            (write, _) =>
            {
                write.Audit(line.Action, line.EntityType, line.EntityId, AuditText.Cut(line.Summary), before: null, line.After);
                return Task.FromResult<Result<bool>>(true);
            },
            cancellationToken
        );
}
