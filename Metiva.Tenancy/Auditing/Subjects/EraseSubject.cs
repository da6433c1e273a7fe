using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Auditing.Subjects;

/// <summary>Whoever works here appears in the log by name; their membership ends first.</summary>
public sealed record SubjectIsMember()
    : Error("audit.subject-is-member", "This person is a member of the company. Remove them first; then their values can be erased.");

/// <summary>There is no key left to destroy.</summary>
public sealed record SubjectErased() : Error("audit.subject-erased", "These values were erased before. Nobody can read them any more.");

/// <summary>
/// Destroys the key of somebody's personal values in the audit log of the bound company. Records and seals stay as they are: the log says
/// what was done and when, and no longer by the name of whom.
/// </summary>
public sealed class EraseSubject(TenantScope scope, CompanyDatabase database, Snapshots snapshots)
{
    /// <summary>The audit record's action.</summary>
    public const string Action = "audit.subject-erased";

    /// <summary>The audit record's kind of record.</summary>
    public const string EntityType = "AuditSubject";

    /// <summary>Whose values.</summary>
    public sealed record Command(Guid SubjectId);

    /// <summary>Does it, for good. Gives the number of values.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the database refuses.</exception>
    public async Task<Result<int>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.SubjectRequests.Delete) is { } denied)
        {
            return denied;
        }

        var erased = await database.WriteAsync((write, token) => EraseAsync(command.SubjectId, write, token), cancellationToken);
        if (erased.Ok)
        {
            await OverwriteAsync();
        }

        return erased;
    }

    /// <summary>The key is gone from the database already; where this cannot be done now, its log is written over in time.</summary>
    private async Task OverwriteAsync()
    {
        try
        {
            await database.OverwriteAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is BindingRefusedException or TimeoutException)
        {
            // What was erased stays erased.
        }
    }

    private async Task<Result<int>> EraseAsync(Guid id, CompanyWrite write, CancellationToken cancellationToken)
    {
        var subject = await write.Data.AuditSubjects.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (subject is null)
        {
            return new NotFound();
        }

        if (subject.EncryptionKey is null)
        {
            return new SubjectErased();
        }

        if (PersonOf(subject) is { } person && snapshots.Memberships.Find(person, write.Tenant.CompanyId) is not null)
        {
            return new SubjectIsMember();
        }

        var values = await write.Data.AuditValues.CountAsync(value => value.SubjectId == id, cancellationToken);
        (subject.EncryptionKey, subject.ErasedAt) = (null, write.Now);
        write.Audit(Action, EntityType, id.ToString("D"), "Personal values in this log erased", after: new { values });
        return values;
    }

    private static PersonId? PersonOf(AuditSubject subject) =>
        subject.Subject.Split(':') is ["Person", var id] && Guid.TryParseExact(id, "D", out var person) ? new PersonId(person) : null;
}
