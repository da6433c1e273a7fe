using System.Text;
using Dapper;
using Metiva.Domain.Companies;
using Metiva.Domain.Files;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Engines.Sqlite.CompanyMigrations;
using Metiva.Tenancy.Notifications;
using Metiva.Web.Development;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Metiva.Tests.Isolation;

/// <summary>
/// A word for each company that stands in every text column of its database and nowhere else, and another one that stands in what the
/// control plane says of it: its name, its people, its invitations. Where either is seen by anybody of another company, something
/// leaked.
/// </summary>
internal static class Sentinels
{
    // Texts with a form of their own; they name nobody and carry nothing that a person wrote.
    private static readonly HashSet<string> FormedTexts = new(StringComparer.Ordinal)
    {
        "CompanyProfile.BrandColour",
        "CompanyProfile.LogoContentType",
        "CompanyProfile.Country",
        "Accounts.Country",
        "AuditRecords.Action",
        "AuditRecords.EntityType",
        "AuditRecords.EntityId",
        "AuditSubjects.Subject",
        "AuditValues.Reference",
        "WorkItems.Key",
        "WorkItems.Payload",
        "WorkItems.Trouble",
        "NumberSeries.Name",
        "Settings.GroupKey",
        "SettingChanges.GroupKey",
        "SearchEntries.EntityType",
        "Notifications.Kind",
        "NotificationPreferences.Muted",
        "NotificationPreferences.Language",
        "StoredFiles.ContentType",
        "StoredFiles.Hash",
        "StoredFiles.StoredName",
        "StoredFiles.EntityType",
        "FileUploadParts.Hash",
        "FileUploadParts.StoredName",
        "Mails.Kind",
        "Mails.Language",
        "Mails.EntityType",
        "Mails.BounceKey",
        "MailAttempts.Code",
        "MailAttachments.Hash",
        "MailAttachments.ContentType",
    };

    // Values that are stored as text, but have no room for a word: keys, days and rates. Choices are the enums.
    private static readonly HashSet<Type> FormedValues =
    [
        typeof(Guid),
        typeof(CompanyId),
        typeof(PersonId),
        typeof(SessionId),
        typeof(DateOnly),
        typeof(VatRate),
    ];

    private static readonly HashSet<string> Json = new(StringComparer.Ordinal) { "AuditRecords.Before", "AuditRecords.After" };

    // What a group does not know it leaves aside, so one text fits all.
    private static readonly HashSet<string> SettingValues = new(StringComparer.Ordinal) { "Settings.Value", "SettingChanges.Value" };

    public static IReadOnlyDictionary<CompanyId, string> Words { get; } =
        new Dictionary<CompanyId, string>
        {
            [DemoCompanies.Agency.Id] = "Qxagcy7",
            [DemoCompanies.Bakery.Id] = "Qxbake7",
            [DemoCompanies.Bicycles.Id] = "Qxbike7",
            [DemoCompanies.Physiotherapy.Id] = "Qxphys7",
        };

    /// <summary>What stands in the control plane. The agency's staff may see it; nobody of another client company may.</summary>
    public static IReadOnlyDictionary<CompanyId, string> RegistryWords { get; } =
        Words.ToDictionary(word => word.Key, word => word.Value.Replace("Qx", "Rx", StringComparison.Ordinal));

    /// <summary>A trade register number has no room for a word, so each company has one that nobody else has.</summary>
    public static IReadOnlyDictionary<CompanyId, string> Numbers { get; } =
        Words.Keys.Select((company, index) => (company, index)).ToDictionary(pair => pair.company, pair => $"9731460{pair.index}");

    /// <summary>Everything that only this company's own people may read.</summary>
    public static IEnumerable<string> Of(CompanyId company) => [Words[company], RegistryWords[company], Numbers[company]];

    /// <summary>The columns that carry a word, by table and name.</summary>
    public static IEnumerable<(string Table, string Column)> Columns() => TextColumns().Select(column => (column.Table.Name, column.Name));

    /// <summary>The columns that are stored as text and carry none, each for a reason.</summary>
    public static IEnumerable<(string Table, string Column)> WithoutWord() =>
        AllColumns().Where(column => !Carries(column)).Select(column => (column.Table.Name, column.Name));

    /// <summary>What stands in this column in the place of what a person wrote: the word, or a valid number of this company only.</summary>
    public static string MarkOf(string table, string column, CompanyId company) =>
        TextColumns().Single(found => found.Table.Name == table && found.Name == column) is var known && TypeOf(known) == typeof(KvkNumber)
            ? Numbers[company]
            : Words[company];

    /// <summary>
    /// Puts the word into every row of every text column, into the files, and behind the logo's picture. Each of these people gets an invoice that
    /// they made, for those who reach no further.
    /// </summary>
    public static void Plant(
        string file,
        CompanyId company,
        IEnumerable<PersonId> people,
        PersonId? marketing,
        IReadOnlyList<FileContents> contents
    )
    {
        using var connection = new SqliteConnection(SqliteFiles.ConnectionString(file, pooled: false));
        connection.Open();
        using var transaction = connection.BeginTransaction();
        var triggers = Triggers(connection);
        foreach (var (name, _) in triggers)
        {
            Run(connection, $"DROP TRIGGER \"{name}\"");
        }

        SentinelFiles.Plant(connection, contents);
        PlantJob(connection);
        PlantMail(connection);
        PlantSettings(connection);
        Notify(connection, people);
        foreach (var column in TextColumns())
        {
            Run(connection, Statement(column, company));
        }

        PlantLogo(connection, Words[company]);
        PlantPersonal(connection, Words[company]);
        GiveAway(connection, people);

        // Marketing sees no files but its own.
        if (marketing is { } person)
        {
            connection.Execute(
                "UPDATE StoredFiles SET CreatedBy = @Person WHERE PublishedAt IS NOT NULL",
                new { Person = person.ToString() }
            );
        }

        // Its triggers were away too.
        Run(connection, SearchTables.Rebuild);

        foreach (var (_, sql) in triggers)
        {
            Run(connection, sql);
        }

        transaction.Commit();
        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>A picture ends where it says so; what follows is sent along and drawn by nobody.</summary>
    private static void PlantLogo(SqliteConnection connection, string word)
    {
        var logo = connection.ExecuteScalar<byte[]>("SELECT Logo FROM CompanyProfile");
        connection.Execute(
            "UPDATE CompanyProfile SET Logo = @Logo, LogoContentType = 'image/png'",
            new { Logo = (byte[])[.. logo ?? [], .. Encoding.ASCII.GetBytes(word)] }
        );
    }

    /// <summary>Encrypted as the audit keeps it, so that only a page that decrypts it can show it.</summary>
    private static void PlantPersonal(SqliteConnection connection, string word)
    {
        var subject = new AuditSubject
        {
            Id = Guid.NewGuid(),
            Subject = $"Contact:{Guid.NewGuid():D}",
            EncryptionKey = SubjectCipher.NewKey(),
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var cipher = SubjectCipher.Encrypt(subject, word);
        connection.Execute(
            "INSERT INTO AuditSubjects (Id, Subject, EncryptionKey, CreatedAt) VALUES (@Id, @Subject, @EncryptionKey, 0)",
            subject
        );
        connection.Execute(
            "INSERT INTO AuditValues (Reference, SubjectId, Cipher) VALUES (@Reference, @SubjectId, @Cipher)",
            new AuditValue
            {
                Reference = SubjectCipher.ReferenceOf(cipher),
                SubjectId = subject.Id,
                Cipher = cipher,
            }
        );
    }

    /// <summary>Work that failed for good, which nobody begins again by itself.</summary>
    private static void PlantJob(SqliteConnection connection)
    {
        var id = Guid.NewGuid();
        connection.Execute(
            """
            INSERT INTO WorkItems (Id, Kind, Payload, "Key", CreatedAt, DueAt, State, Attempts, Failures, CancelAsked, Trouble, EndedAt)
            VALUES (@id, 'test.work', '{}', 'test', 1900000000000, 1, 'Dead', 1, 1, 0, 'test.trouble', 2);
            INSERT INTO WorkRuns (ItemId, Attempt, StartedAt, EndedAt, Outcome, Trouble, Node)
            VALUES (@id, 1, 1, 2, 'Failed', 'test.trouble', 'test')
            """,
            new { id = id.ToString() }
        );
    }

    /// <summary>What a mail of the demo data has not: a secret, a place to unsubscribe, and a file.</summary>
    private static void PlantMail(SqliteConnection connection)
    {
        connection.Execute("UPDATE Mails SET Secret = 'test', Unsubscribe = 'test'");
        connection.Execute(
            """
            INSERT INTO MailAttachments (MailId, Position, FileId, Name, Length, Hash, ContentType)
            SELECT m.Id, 0, f.Id, f.Name, f.Size, f.Hash, f.ContentType
            FROM Mails m, (SELECT Id, Name, Size, Hash, ContentType FROM StoredFiles ORDER BY Id LIMIT 1) f
            """
        );
    }

    /// <summary>A group of settings that the demo data leaves as it is: who the company's mails are from.</summary>
    private static void PlantSettings(SqliteConnection connection) =>
        connection.Execute("INSERT INTO Settings (GroupKey, Form, Value, Version) VALUES ('mail', 1, '{}', 1)");

    /// <summary>Each of these people is told of everything, whether they may know or not.</summary>
    private static void Notify(SqliteConnection connection, IEnumerable<PersonId> people)
    {
        foreach (var person in people)
        {
            foreach (var kind in NotificationKinds.All)
            {
                connection.Execute(
                    "INSERT INTO Notifications (Id, PersonId, Kind, EntityId, Facts, CreatedAt)"
                        + " SELECT @Id, @Person, @Kind, Id, '{}', 1700000000000 FROM Invoices ORDER BY Id LIMIT 1",
                    new
                    {
                        Id = Guid.NewGuid().ToString(),
                        Person = person.ToString(),
                        Kind = kind.Name,
                    }
                );
            }
        }
    }

    private static void GiveAway(SqliteConnection connection, IEnumerable<PersonId> people)
    {
        foreach (var (person, index) in people.Select((person, index) => (person, index)))
        {
            connection.Execute(
                "UPDATE Invoices SET CreatedBy = @Person WHERE Id = (SELECT Id FROM Invoices ORDER BY Id LIMIT 1 OFFSET @Index)",
                new { Person = person.ToString(), Index = index }
            );
        }

        // Marketing reaches its own files only; the client sees the same one, which is shown.
        foreach (var person in people)
        {
            connection.Execute(
                """
                INSERT INTO StoredFiles (Id, Name, Folder, ContentType, Size, Hash, StoredName, CreatedBy, CreatedByName, FromClient, CreatedAt, PublishedAt, Version)
                SELECT @Id, Name, Folder, ContentType, Size, Hash, StoredName, @Person, CreatedByName, 0, CreatedAt, PublishedAt, 1
                FROM StoredFiles WHERE ContentType = 'application/pdf' AND PublishedAt IS NOT NULL ORDER BY Id LIMIT 1
                """,
                new { Id = Guid.NewGuid().ToString(), Person = person.ToString() }
            );
            connection.Execute(
                """
                INSERT INTO FileUploads (Id, Name, Folder, Size, Modified, Received, CreatedBy, CreatedAt, ExpiresAt)
                SELECT @Id, Name, Folder, 10, 1, 0, @Person, CreatedAt, 4102444800000 FROM StoredFiles ORDER BY Id LIMIT 1
                """,
                new { Id = Guid.NewGuid().ToString(), Person = person.ToString() }
            );
        }
    }

    private static string Statement(IColumn column, CompanyId company)
    {
        var word = Words[company];
        var property = column.PropertyMappings[0].Property;
        var value =
            TypeOf(column) == typeof(KvkNumber) ? $"'{Numbers[company]}'"
            : TypeOf(column) == typeof(VatId) ? $"'{VatId.Parse("DE" + word).Value}'"
            : TypeOf(column) == typeof(Iban) ? $"'{IbanWith(word)}'"
            : Name(column) == "Notifications.Facts"
                ? $"'{{\"by\":\"{word}\",\"customer\":\"{word}\",\"number\":\"{word}\",\"reason\":\"{word}\",\"subject\":\"{word}\",\"to\":\"{word}\",\"total\":100}}'"
            : Json.Contains(Name(column)) ? $"'{{\"{word}\":\"{word}\"}}'"
            : SettingValues.Contains(Name(column))
                ? $"'{{\"welcome\":\"{word}\",\"paymentNote\":\"{word}\",\"senderName\":\"{word}\",\"signature\":\"{word}\"}}'"
            : $"substr('{word} ' || \"{column.Name}\", 1, {property.GetMaxLength() ?? 1000})";

        // Demo data changes nothing, so its audit has no values from before and after: they are made up.
        var rows = Json.Contains(Name(column)) ? "" : $"WHERE \"{column.Name}\" IS NOT NULL";
        return $"UPDATE \"{column.Table.Name}\" SET \"{column.Name}\" = {value} {rows}";
    }

    private static Iban IbanWith(string word) =>
        Enumerable.Range(2, 97).Select(check => Iban.Parse($"DE{check:00}{word}0000")).First(iban => iban.Ok).Value;

    private static IEnumerable<IColumn> TextColumns() => AllColumns().Where(Carries);

    private static bool Carries(IColumn column) =>
        !FormedTexts.Contains(Name(column)) && !FormedValues.Contains(TypeOf(column)) && !TypeOf(column).IsEnum;

    private static Type TypeOf(IColumn column) =>
        Nullable.GetUnderlyingType(column.PropertyMappings[0].Property.ClrType) ?? column.PropertyMappings[0].Property.ClrType;

    private static List<IColumn> AllColumns()
    {
        using var context = new SqliteCompanyContext(new DbContextOptionsBuilder<SqliteCompanyContext>().UseSqlite().Options);
        return
        [
            .. context
                .Model.GetRelationalModel()
                .Tables.SelectMany(table => table.Columns)
                .Where(column => column.StoreType.Equals("TEXT", StringComparison.OrdinalIgnoreCase)),
        ];
    }

    private static string Name(IColumn column) => $"{column.Table.Name}.{column.Name}";

    private static List<(string Name, string Sql)> Triggers(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'";
        using var reader = command.ExecuteReader();
        var triggers = new List<(string, string)>();
        while (reader.Read())
        {
            triggers.Add((reader.GetString(0), reader.GetString(1)));
        }

        return triggers;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
