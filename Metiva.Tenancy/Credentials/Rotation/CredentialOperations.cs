using Metiva.Domain.Companies;
using Metiva.Domain.Shared;

namespace Metiva.Tenancy.Credentials.Rotation;

/// <summary>Rotations for whoever runs the host, with or without a host that runs.</summary>
public sealed class CredentialOperations
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly CredentialRotation rotation;
    private readonly RotationRows rows;
    private readonly RotationRequests requests;
    private readonly TimeProvider time;

    internal CredentialOperations(CredentialRotation rotation, RotationRows rows, RotationRequests requests, TimeProvider time) =>
        (this.rotation, this.rows, this.requests, this.time) = (rotation, rows, requests, time);

    /// <summary>Replaces a company's credential and returns when the earlier one is dead, or why it is not done.</summary>
    /// <param name="company">Whose.</param>
    /// <param name="report">Told of each step that is reached, and of what it waits for.</param>
    /// <param name="cancellationToken">Stops watching; the rotation goes on in a running host, or with the next command.</param>
    public async Task<Result> RotateAsync(CompanyId company, Action<string> report, CancellationToken cancellationToken)
    {
        var asked = await requests.RequestAsync(company, "Command line", cancellationToken);
        if (asked.Error is { } error and not RotationUnderWay)
        {
            return error;
        }

        DateTimeOffset? held = null;
        var said = "";
        while (true)
        {
            held = (await rotation.AdvanceAsync(company, held, cancellationToken)).Held ?? held;
            if ((await rows.PendingAsync(cancellationToken)).Find(row => row.CompanyId == company) is not { } row)
            {
                return Result.Done;
            }

            var now = row.Trouble is null ? row.Step.ToString() : $"{row.Step}, waiting: {row.Trouble}";
            if (now != said)
            {
                report(said = now);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
