using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Credentials.Rotation;

/// <summary>The steps, in their order.</summary>
internal sealed partial class CredentialRotation
{
    /// <summary>The audit's word for the end.</summary>
    internal const string Done = "credentials.rotated";

    private const string Summary = "The password of the company's database login was replaced, and the earlier one seen to be refused";

    // Beyond what is reckoned with, for what was on its way when the moment came.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private async Task<CredentialRotationRow?> MakeIdleReadyAsync(
        CredentialRotationRow mine,
        CatalogEntry company,
        CancellationToken cancellationToken
    )
    {
        // The vault first: a password that only the server knows would be of no use to anybody.
        var password = logins.NewPassword();
        await DemandIdleAsync(mine, To(mine), cancellationToken);
        await vault.WriteAsync(SecretName.RuntimeLogin(mine.CompanyId, To(mine)), password, cancellationToken);
        await ReachedAsync("vault");
        await DemandIdleAsync(mine, To(mine), cancellationToken);
        await logins.SetPasswordAndEnableAsync(company, To(mine), password, cancellationToken);
        await ReachedAsync("server");
        if (!await logins.CanSignInAsync(company, To(mine), password, cancellationToken))
        {
            throw new RotationStoppedException("new-login-refused");
        }

        logins.ClearIdle(company, To(mine));
        return await MovedAsync(rows.MoveAsync(mine, RotationStep.IdleReady, cancellationToken), "idle-ready");
    }

    private async Task<CredentialRotationRow?> SwitchAsync(
        CredentialRotationRow mine,
        CatalogEntry company,
        CancellationToken cancellationToken
    )
    {
        // Asked again: should two ever have been at it at once, vault and server might not agree.
        var password = await vault.ReadAsync(SecretName.RuntimeLogin(mine.CompanyId, To(mine)), cancellationToken);
        if (password is null || !await logins.CanSignInAsync(company, To(mine), password, cancellationToken))
        {
            return await rows.MoveAsync(mine, RotationStep.Requested, cancellationToken);
        }

        var switched = rows.MoveAsync(
            mine,
            RotationStep.Switched,
            cancellationToken,
            async (context, token) =>
            {
                var row = await context.Companies.SingleAsync(row => row.Id == mine.CompanyId, token);
                row.Login = To(mine);
                row.CredentialAt = time.GetUtcNow();
                row.Version++;
            }
        );
        return await MovedAsync(switched, "switched");
    }

    private async Task<CredentialRotationRow?> DrainAsync(
        CredentialRotationRow mine,
        CatalogEntry company,
        CancellationToken cancellationToken
    )
    {
        var switchedAt = await controlPlane.ReadAsync(
            (context, token) => context.Companies.Where(row => row.Id == mine.CompanyId).Select(row => row.CredentialAt).SingleAsync(token),
            cancellationToken
        );

        // A node that has not heard of it by then refuses to serve; what it began before that ends with its statement.
        var heard = options.MaxSnapshotAge(AccessKind.Read) + Margin;
        var ended = heard + options.StatementTimeouts.Longest + Margin;
        var passed = time.GetUtcNow() - (switchedAt ?? mine.CreatedAt);
        if (passed < heard || (passed < ended && await logins.CountSessionsAsync(company, mine.From, cancellationToken) > 0))
        {
            return mine;
        }

        return await MovedAsync(rows.MoveAsync(mine, RotationStep.Drained, cancellationToken), "drained");
    }

    private async Task<CredentialRotationRow?> DisableAsync(
        CredentialRotationRow mine,
        CatalogEntry company,
        CancellationToken cancellationToken
    )
    {
        await DemandIdleAsync(mine, mine.From, cancellationToken);
        await logins.DisableAsync(company, mine.From, cancellationToken);
        await ReachedAsync("disabled");
        return await MovedAsync(rows.MoveAsync(mine, RotationStep.OldDisabled, cancellationToken), "old-disabled");
    }

    private async Task<CredentialRotationRow?> EndSessionsAsync(
        CredentialRotationRow mine,
        CatalogEntry company,
        CancellationToken cancellationToken
    )
    {
        await DemandIdleAsync(mine, mine.From, cancellationToken);
        await logins.EndSessionsAsync(company, mine.From, cancellationToken);
        await ReachedAsync("ended");
        return await MovedAsync(rows.MoveAsync(mine, RotationStep.SessionsEnded, cancellationToken), "sessions-ended");
    }

    private async Task<CredentialRotationRow?> FinishAsync(
        CredentialRotationRow mine,
        CatalogEntry company,
        CancellationToken cancellationToken
    )
    {
        await ProveDeadAsync(mine, company, cancellationToken);
        await ReachedAsync("proved");

        // Kept until here, because it is what the proof is made with. A repeated step that finds none has its proof.
        await vault.RemoveAsync(SecretName.RuntimeLogin(mine.CompanyId, mine.From), cancellationToken);
        await ReachedAsync("removed");
        var now = time.GetUtcNow();
        await WriteDownAsync(mine, company, now, cancellationToken);
        await ReachedAsync("audited");
        var record = new ControlAuditRow
        {
            At = now,
            PersonId = mine.RequestedBy,
            PersonName = mine.RequestedByName,
            Action = Done,
            CompanyId = mine.CompanyId,
            Summary = Summary,
        };
        if (await rows.FinishAsync(mine, record, cancellationToken) is not null)
        {
            await ReachedAsync("finished");
        }

        return null;
    }

    private async Task ProveDeadAsync(CredentialRotationRow mine, CatalogEntry company, CancellationToken cancellationToken)
    {
        await DemandIdleAsync(mine, mine.From, cancellationToken);
        if (await logins.CountSessionsAsync(company, mine.From, cancellationToken) > 0)
        {
            await logins.EndSessionsAsync(company, mine.From, cancellationToken);
            throw new RotationStoppedException("sessions-left");
        }

        var old = await vault.ReadAsync(SecretName.RuntimeLogin(mine.CompanyId, mine.From), cancellationToken);
        if (old is not null && await logins.CanSignInAsync(company, mine.From, old, cancellationToken))
        {
            await logins.DisableAsync(company, mine.From, cancellationToken);
            throw new RotationStoppedException("old-login-alive");
        }
    }

    private Task<bool> WriteDownAsync(
        CredentialRotationRow mine,
        CatalogEntry company,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        audit.InTurnAsync(
            company,
            async (turn, token) =>
            {
                if (await turn.FindAsync(EndOf(mine.Id), token) is null)
                {
                    await turn.AddAsync(
                        new AuditRecord
                        {
                            OperationId = EndOf(mine.Id),
                            At = now,
                            PersonId = mine.RequestedBy,
                            PersonName = mine.RequestedByName,
                            Action = Done,
                            EntityType = "Company",
                            EntityId = mine.CompanyId.ToString(),
                            Summary = Summary,
                        },
                        token
                    );
                }

                return true;
            },
            cancellationToken
        );

    /// <summary>
    /// Nothing is ever done to the login that the registry names, nor by a process that slept longer than its turn lasts, whatever it
    /// believed before.
    /// </summary>
    private async Task DemandIdleAsync(CredentialRotationRow mine, LoginSlot slot, CancellationToken cancellationToken)
    {
        var now = await controlPlane.ReadAsync(
            (context, token) =>
                (
                    from row in context.CredentialRotations
                    join company in context.Companies on row.CompanyId equals company.Id
                    where row.Id == mine.Id
                    select new
                    {
                        row.Step,
                        row.StepAt,
                        company.Login,
                    }
                ).SingleOrDefaultAsync(token),
            cancellationToken
        );
        if (now is null || now.Step != mine.Step || now.StepAt != mine.StepAt)
        {
            throw new RotationStoppedException("taken-over");
        }

        if (now.Login == slot)
        {
            throw new RotationStoppedException("login-in-use");
        }
    }

    private async Task<CredentialRotationRow?> MovedAsync(Task<CredentialRotationRow?> move, string step)
    {
        var moved = await move;
        if (moved is not null)
        {
            await ReachedAsync(step);
        }

        return moved;
    }

    /// <summary>The id of the record that says that it is done: always the same for the same rotation.</summary>
    private static Guid EndOf(Guid rotation)
    {
        Span<byte> bytes = stackalloc byte[16];
        rotation.TryWriteBytes(bytes);
        bytes[15] ^= 0xff;
        return new Guid(bytes);
    }
}
