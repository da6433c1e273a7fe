using System.Data.Common;
using Dapper;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Tenancy.Auditing.Chain;

/// <summary>
/// Goes through a log from its beginning, a page of records and seals at a time, and compares each seal with what its record and the seal
/// before it say. Memory does not grow with the log.
/// </summary>
internal sealed class AuditVerifier(AuditAnchor? anchor)
{
    private const int PageRows = 2_000;
    private const string SealsSql = "SELECT Sequence, Hash FROM AuditSeals WHERE Sequence > @After ORDER BY Sequence ";

    private readonly List<AuditFinding> findings = [];
    private readonly List<long> unsealed = [];
    private readonly StoredValues values = new();
    private byte[] hash = AuditChain.Beginning;
    private long after;
    private long head;
    private long faults;
    private bool anchorSeen;

    /// <summary>How many records were looked at so far.</summary>
    internal long Records { get; private set; }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [SealsSql + dialect.Page];

    /// <summary>Looks at the next page. Both tables have to be read as of one moment. Returns false when there is no more.</summary>
    internal async Task<bool> NextAsync(
        DbConnection connection,
        DbTransaction moment,
        SqlDialect dialect,
        CancellationToken cancellationToken
    )
    {
        var page = new
        {
            After = after,
            Skip = 0L,
            Take = PageRows,
        };
        var found = await AuditChain.RecordsAsync(connection, moment, dialect, after, PageRows, cancellationToken);
        var seals = (
            await connection.QueryAsync<AuditSeal>(
                new CommandDefinition(SealsSql + dialect.Page, page, moment, cancellationToken: cancellationToken)
            )
        ).AsList();

        // Both are whole up to here.
        var upTo = Math.Min(
            found.Count == PageRows ? found[^1].Sequence : long.MaxValue,
            seals.Count == PageRows ? seals[^1].Sequence : long.MaxValue
        );
        Compare(found, seals, upTo);
        foreach (var sequence in await values.LostAsync(found, connection, moment, dialect, cancellationToken))
        {
            // A record past the last seal of this page comes again with the next.
            if (sequence <= upTo)
            {
                Add(AuditFault.PersonalValueLost, sequence);
            }
        }

        after = upTo;
        return upTo != long.MaxValue;
    }

    /// <summary>What was found.</summary>
    internal AuditVerdict Verdict()
    {
        foreach (var sequence in values.ErasedUnrecorded())
        {
            Add(AuditFault.PersonalValueLost, sequence);
        }

        if (anchor is { Genuine: false })
        {
            Add(AuditFault.AnchorNotGenuine, anchor.Sequence);
        }
        else if (anchor is not null && !anchorSeen)
        {
            Add(head < anchor.Sequence ? AuditFault.EndMissing : AuditFault.NotAsAnchored, anchor.Sequence);
        }

        return new AuditVerdict(Records, unsealed.Count, head, anchor, faults, findings);
    }

    private void Compare(List<AuditRecord> found, List<AuditSeal> seals, long upTo)
    {
        var (record, seal) = (0, 0);
        while (true)
        {
            var here = Math.Min(
                record < found.Count ? found[record].Sequence : long.MaxValue,
                seal < seals.Count ? seals[seal].Sequence : long.MaxValue
            );
            if (here == long.MaxValue || here > upTo)
            {
                return;
            }

            var theRecord = record < found.Count && found[record].Sequence == here ? found[record++] : null;
            var theSeal = seal < seals.Count && seals[seal].Sequence == here ? seals[seal++] : null;
            Look(theRecord, theSeal, here);
        }
    }

    private void Look(AuditRecord? record, AuditSeal? seal, long sequence)
    {
        Records += record is null ? 0 : 1;
        if (seal is null)
        {
            unsealed.Add(sequence);
            return;
        }

        // A later one was sealed, so these should have been.
        unsealed.ForEach(place => Add(AuditFault.RecordNotSealed, place));
        unsealed.Clear();
        if (record is null)
        {
            Add(AuditFault.RecordMissing, sequence);
        }
        else if (!AuditChain.Next(hash, record).AsSpan().SequenceEqual(seal.Hash))
        {
            Add(AuditFault.RecordChanged, sequence);
        }

        // What follows is compared with the seal as it stands, so that one change is found once.
        (head, hash) = (sequence, seal.Hash);
        if (anchor is { Genuine: true } && anchor.Sequence == sequence)
        {
            anchorSeen = true;
            if (Convert.ToHexStringLower(hash) != anchor.Hash)
            {
                Add(AuditFault.NotAsAnchored, sequence);
            }
        }
    }

    private void Add(AuditFault fault, long sequence)
    {
        faults++;
        if (findings.Count < AuditVerdict.MostFindings)
        {
            findings.Add(new AuditFinding(fault, sequence));
        }
    }
}
