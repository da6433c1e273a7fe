using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Auditing.Subjects;

/// <summary>
/// Encrypts the personal values of audit records that are about to be saved, whoever adds them. Subjects and values come in by the same
/// save; writers of a company take turns, so no subject is made twice.
/// </summary>
internal static class AuditProtection
{
    /// <summary>Does it. Gives how many rows came in for it.</summary>
    internal static async Task<int> ProtectAsync(CompanyContext data, CancellationToken cancellationToken)
    {
        var records = Waiting(data);
        if (records.Count == 0)
        {
            return 0;
        }

        foreach (var record in records)
        {
            if (record.PersonId is { } person && !Personal.In(record.PersonName).Any())
            {
                record.PersonName = Personal.Of(person, record.PersonName).ToString();
            }
        }

        var values = records.SelectMany(Texts).SelectMany(Personal.In).ToHashSet();
        var references = values.Count == 0 ? [] : await ReferencesAsync(data, values, records[0].At, cancellationToken);
        records.ForEach(record => Replace(record, value => references[value]));
        return data.ChangeTracker.Entries().Count(entry => entry is { State: EntityState.Added, Entity: AuditSubject or AuditValue });
    }

    private static List<AuditRecord> Waiting(CompanyContext data) =>
        [
            .. data
                .ChangeTracker.Entries<AuditRecord>()
                .Where(entry => entry.State == EntityState.Added && !entry.Entity.Protected)
                .Select(entry => entry.Entity),
        ];

    private static async Task<Dictionary<Personal, string>> ReferencesAsync(
        CompanyContext data,
        HashSet<Personal> values,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var names = values.Select(value => value.Subject).Distinct(StringComparer.Ordinal).ToList();
        var stored = await (
            from subject in data.AuditSubjects
            join value in data.AuditValues on subject.Id equals value.SubjectId into known
            from value in known.DefaultIfEmpty()
            where names.Contains(subject.Subject) && subject.EncryptionKey != null
            select new { Subject = subject, Reference = (string?)value!.Reference }
        ).ToListAsync(cancellationToken);
        var subjects = stored.Select(row => row.Subject).DistinctBy(subject => subject.Subject).ToDictionary(subject => subject.Subject);

        // What stands there already is not stored once more.
        var references = stored.Select(row => row.Reference).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var made = new Dictionary<Personal, string>();
        foreach (var value in values)
        {
            if (!subjects.TryGetValue(value.Subject, out var subject))
            {
                subject = new AuditSubject
                {
                    Id = Guid.CreateVersion7(now),
                    Subject = value.Subject,
                    EncryptionKey = SubjectCipher.NewKey(),
                    CreatedAt = now,
                };
                subjects.Add(value.Subject, subject);
                data.AuditSubjects.Add(subject);
            }

            var cipher = SubjectCipher.Encrypt(subject, value.Value);
            var reference = SubjectCipher.ReferenceOf(cipher);
            made.Add(value, reference);
            if (references.Add(reference))
            {
                data.AuditValues.Add(
                    new AuditValue
                    {
                        Reference = reference,
                        SubjectId = subject.Id,
                        Cipher = cipher,
                    }
                );
            }
        }

        return made;
    }

    private static IEnumerable<string?> Texts(AuditRecord record) => [record.PersonName, record.Summary, record.Before, record.After];

    private static void Replace(AuditRecord record, Func<Personal, string> reference)
    {
        record.PersonName = Personal.Replace(record.PersonName, reference);
        record.Summary = AuditText.Cut(Personal.Replace(record.Summary, reference));
        record.Before = record.Before is null ? null : Personal.Replace(record.Before, reference);
        record.After = record.After is null ? null : Personal.Replace(record.After, reference);
        record.Protected = true;
    }
}
