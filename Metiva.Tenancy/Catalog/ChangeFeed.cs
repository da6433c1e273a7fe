using System.Data.Common;
using Dapper;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Catalog;

/// <summary>Keeps the snapshots like the control plane: asks for the counter, and reads again what was announced since.</summary>
public sealed class ChangeFeed(IDatabaseEngine engine, Snapshots snapshots, TimeProvider time, ILogger<ChangeFeed> logger)
{
    private const string VersionSql = "SELECT Version FROM ChangeCounters WHERE Id = 1";
    private const string ChangesSql = "SELECT Version, Kind, \"Key\" FROM Changes WHERE Version > @known ORDER BY Version";
    private const string CompaniesSql =
        "SELECT Id, Name, Kind, State, Server, \"Database\", SchemaVersion, \"Plan\", Login, SettingsVersion, SessionIdleMinutes FROM Companies";
    private const string FeaturesSql = "SELECT CompanyId, Name, IsOn FROM CompanyFeatures";
    private const string ServersSql = "SELECT Name, Engine, Region, Address, State FROM Servers";
    private const string MembersSql =
        "SELECT m.PersonId, m.CompanyId, p.Name AS PersonName, m.Roles FROM Memberships m JOIN People p ON p.Id = m.PersonId";
    private const string PeopleSql =
        "SELECT p.Id, p.Issuer, p.Subject, c.CompanyId AS Chosen, c.ExpiresAt AS ChosenUntil "
        + "FROM People p LEFT JOIN CompanyChoices c ON c.PersonId = p.Id";
    private const string SessionsSql =
        "SELECT Id, PersonId, CompanyId, ExpiresAt, LastSeenAt FROM Sessions WHERE EndedAt IS NULL AND ExpiresAt > @now";
    private const string OfCompany = " WHERE Id = @id";
    private const string OfThatCompany = " WHERE CompanyId = @id";
    private const string OfMember = " WHERE m.PersonId = @id";
    private const string OfPerson = " WHERE p.Id = @id";
    private const string OfSession = " AND Id = @id";

    private readonly SemaphoreSlim one = new(1, 1);
    private long known = -1;
    private bool failing;

    /// <summary>Raised after changes were applied, and when the control plane stops or starts answering. Handlers must be quick.</summary>
    public event Action? Applied;

    /// <summary>The version that the snapshots stand at; -1 before the first poll.</summary>
    public long Version => Interlocked.Read(ref known);

    /// <summary>
    /// Asks once and applies what is new. Returns false, and leaves the snapshots to grow old, when the control plane does not
    /// answer.
    /// </summary>
    public async Task<bool> PollAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        var changed = false;
        try
        {
            changed = await Task.Run(() => AskAsync(cancellationToken), cancellationToken);
            if (failing)
            {
                failing = false;
                changed = true;
                logger.LogInformation("The control plane answers again.");
            }

            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (!failing)
            {
                failing = true;
                changed = true;
                logger.LogError(exception, "The control plane does not answer; the snapshots grow old and then refuse.");
            }

            return false;
        }
        finally
        {
            one.Release();
            if (changed)
            {
                Applied?.Invoke();
            }
        }
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [
            VersionSql,
            ChangesSql,
            CompaniesSql,
            CompaniesSql + OfCompany,
            FeaturesSql,
            FeaturesSql + OfThatCompany,
            ServersSql,
            MembersSql,
            MembersSql + OfMember,
            PeopleSql,
            PeopleSql + OfPerson,
            SessionsSql,
            SessionsSql + OfSession,
        ];

    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        await using var connection = await engine.OpenControlPlaneAsync(fresh: true, cancellationToken);
        var changed = await connection.QuerySingleAsync<long>(VersionSql) != known;
        if (changed)
        {
            await ReadNewsAsync(connection, cancellationToken);
        }

        snapshots.MarkFresh(askedAt);
        return changed;
    }

    private async Task ReadNewsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // One moment for all of it: what is read belongs to the version that is remembered.
        await using var transaction = await engine.BeginReadAsync(connection, cancellationToken);
        var version = await connection.QuerySingleAsync<long>(VersionSql, transaction: transaction);
        var changes = known < 0 ? [] : (await connection.QueryAsync<Announced>(ChangesSql, new { known }, transaction)).AsList();
        if (known >= 0 && changes.Count == version - known)
        {
            await ApplyAsync(connection, transaction, changes);
        }
        else
        {
            await LoadAllAsync(connection, transaction);
        }

        Interlocked.Exchange(ref known, version);
    }

    private async Task LoadAllAsync(DbConnection connection, DbTransaction transaction)
    {
        var now = time.GetUtcNow();
        var companies = await connection.QueryAsync<CompanyRecord>(CompaniesSql, transaction: transaction);
        await LoadServersAsync(connection, transaction);
        var people = await connection.QueryAsync<PersonRecord>(PeopleSql, transaction: transaction);
        var members = await connection.QueryAsync<MemberRecord>(MembersSql, transaction: transaction);
        var sessions = await connection.QueryAsync<SessionRecord>(SessionsSql, new { now }, transaction);
        snapshots.Features.Replace(await connection.QueryAsync<FeatureRecord>(FeaturesSql, transaction: transaction));
        snapshots.Catalog.Replace(Understood(companies, company => company.ToEntry(), company => company.Id));
        snapshots.People.Replace([.. people.Select(person => person.ToEntry())]);
        snapshots.Memberships.Replace(Understood(members, member => member.ToEntry(), member => member.PersonId));
        snapshots.Sessions.Replace([.. sessions.Select(session => session.ToEntry())]);
    }

    private async Task ApplyAsync(DbConnection connection, DbTransaction transaction, List<Announced> changes)
    {
        foreach (var change in changes.Select(change => (change.Kind, change.Key)).Distinct())
        {
            switch (change.Kind)
            {
                case ChangeKind.Company:
                    await ApplyCompanyAsync(connection, transaction, new CompanyId(change.Key));
                    break;
                case ChangeKind.Person:
                    await ApplyPersonAsync(connection, transaction, new PersonId(change.Key));
                    break;
                case ChangeKind.Session:
                    await ApplySessionAsync(connection, transaction, new SessionId(change.Key));
                    break;
                case ChangeKind.Server:
                    await LoadServersAsync(connection, transaction);
                    break;
                default:
                    throw new InvalidOperationException($"The feed announces something that this build does not know: {change.Kind}.");
            }
        }
    }

    private async Task LoadServersAsync(DbConnection connection, DbTransaction transaction)
    {
        var servers = await connection.QueryAsync<ServerRecord>(ServersSql, transaction: transaction);
        if (snapshots.Servers.Replace(Understood(servers, server => server.ToEntry(), server => server.Name)))
        {
            snapshots.Catalog.ForgetEngineState();
        }
    }

    private async Task ApplyCompanyAsync(DbConnection connection, DbTransaction transaction, CompanyId id)
    {
        var company = await connection.QuerySingleOrDefaultAsync<CompanyRecord>(CompaniesSql + OfCompany, new { id }, transaction);
        snapshots.Features.Set(id, await connection.QueryAsync<FeatureRecord>(FeaturesSql + OfThatCompany, new { id }, transaction));
        if (company is null || Understood([company], row => row.ToEntry(), row => row.Id) is not [var entry])
        {
            snapshots.Catalog.Remove(id);
        }
        else
        {
            snapshots.Catalog.Set(entry);
        }
    }

    /// <summary>
    /// A row with a word in it that this build does not know is as if it were not there: its company or membership is refused, and
    /// everybody else is served.
    /// </summary>
    private List<TEntry> Understood<TRecord, TEntry, TKey>(
        IEnumerable<TRecord> records,
        Func<TRecord, TEntry?> read,
        Func<TRecord, TKey> keyOf
    )
        where TEntry : class
    {
        var entries = new List<TEntry>();
        foreach (var record in records)
        {
            if (read(record) is { } entry)
            {
                entries.Add(entry);
            }
            else
            {
                logger.LogError("The registry's row {Row} holds a word that this build does not know; it is left out.", keyOf(record));
            }
        }

        return entries;
    }

    private async Task ApplyPersonAsync(DbConnection connection, DbTransaction transaction, PersonId id)
    {
        var members = await connection.QueryAsync<MemberRecord>(MembersSql + OfMember, new { id }, transaction);
        var person = await connection.QuerySingleOrDefaultAsync<PersonRecord>(PeopleSql + OfPerson, new { id }, transaction);
        if (person is not null)
        {
            snapshots.People.Set(person.ToEntry());
        }

        snapshots.Memberships.SetPerson(id, [.. Understood(members, member => member.ToEntry(), member => member.PersonId)]);
    }

    private async Task ApplySessionAsync(DbConnection connection, DbTransaction transaction, SessionId id)
    {
        var session = await connection.QuerySingleOrDefaultAsync<SessionRecord>(
            SessionsSql + OfSession,
            new { id, now = time.GetUtcNow() },
            transaction
        );
        if (session is null)
        {
            snapshots.Sessions.Remove(id);
        }
        else
        {
            snapshots.Sessions.Set(session.ToEntry());
        }
    }
}
