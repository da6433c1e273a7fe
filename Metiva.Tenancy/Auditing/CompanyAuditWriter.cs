using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Auditing;

/// <summary>
/// Writes into the audit of a company that nobody needs to be bound to: for changes of the control plane that a company has to be
/// able to read about. It reaches the audit, and what members are told of it, and nothing else.
/// </summary>
internal sealed class CompanyAuditWriter(CompanyConnections connections, IDatabaseEngine engine)
{
    /// <summary>Runs work while no one else, in this process or another, writes to this company's database.</summary>
    internal Task<T> InTurnAsync<T>(
        CatalogEntry company,
        Func<CompanyAuditTurn, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    ) =>
        // What is written while its rows are being copied would be lost with the old database, and what is closing is only taken away.
        company.State
            is CompanyState.Moving
                or CompanyState.Closing
            ? throw new BindingRefusedException(Binder.StateOf(company))
            : connections.WriteAsync(
                company,
                async (connection, transaction, limit) =>
                {
                    await using var data = engine.CreateCompanyContext(connection);
                    await data.Database.UseTransactionAsync(transaction.Inner, limit);
                    return await work(new CompanyAuditTurn(data, transaction), limit);
                },
                cancellationToken
            );
}

/// <summary>A company's audit while it is this caller's turn.</summary>
internal sealed class CompanyAuditTurn(CompanyContext data, CompanyTransaction transaction)
{
    /// <summary>The record of that operation, or null.</summary>
    internal Task<AuditRecord?> FindAsync(Guid operation, CancellationToken cancellationToken) =>
        data.AuditRecords.AsNoTracking().SingleOrDefaultAsync(record => record.OperationId == operation, cancellationToken);

    /// <summary>Whether a commit was asked for: from then on an exception leaves open whether the record is there.</summary>
    internal bool Committing => transaction.CommitAsked;

    /// <summary>Tells members of what the record is about, which is written after this.</summary>
    internal Task TellAsync(
        IEnumerable<MemberEntry> members,
        CompanyKind company,
        NotificationKind kind,
        Guid entity,
        object values,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Notifying.AddAsync(data, members, company, kind, entity, values, now, cancellationToken);

    /// <summary>Writes one record for good.</summary>
    internal async Task AddAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        // A copy: this may be an attempt after one that failed, whose values and place in the log went with it.
        data.AuditRecords.Add(record.Copy());
        await data.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync();
    }
}
