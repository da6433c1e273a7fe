using System.Text;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Settings;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Memberships;
using Metiva.Tests.Auditing.Chain;
using Metiva.Tests.Memberships;
using Metiva.Tests.Settings;
using Metiva.Tests.Support;
using Metiva.Web.Workspace.Audit;
using Xunit;

namespace Metiva.Tests.Auditing.Subjects;

/// <summary>Personal values in the audit log: encrypted per person, readable for whoever may read the log, and erasable.</summary>
public sealed class AuditSubjectTests(TenancyBench bench) : IClassFixture<TenancyBench>
{
    [Fact]
    public async Task A_name_stands_nowhere_in_the_database_as_it_is_and_the_log_shows_it()
    {
        var person = await ActAsync("Xanthippe Quirijnsdochter");
        Assert.Contains(await ReadAsync(bench.A), record => record.PersonName == person.Name && record.Summary == "Did something");
        if (!bench.IsOnSqlServer)
        {
            Assert.False(await InFilesAsync(bench.A, Encoding.UTF8.GetBytes("Quirijnsdochter")));
        }
    }

    [Fact]
    public async Task The_same_value_of_the_same_person_is_stored_once()
    {
        var person = await ActAsync("Olga Tweemaal");
        await ActAsync(person);
        Assert.Equal(1, await CountAsync($"SELECT COUNT(*) FROM AuditValues WHERE SubjectId = '{await SubjectOfAsync(person)}'"));
    }

    [Fact]
    public async Task Erasing_destroys_the_key_and_leaves_the_chain_whole()
    {
        var person = await ActAsync("Wendela Vergeten");
        var subject = await SubjectOfAsync(person);
        var key = (await bench.QueryAsync<byte[]>(bench.A, $"SELECT EncryptionKey FROM AuditSubjects WHERE Id = '{subject}'")).Single();
        if (!bench.IsOnSqlServer)
        {
            Assert.True(await InFilesAsync(bench.A, key));
        }

        await LeaveAsync(person);
        using var owner = bench.As(Role.Owner, bench.A);
        Assert.True((await owner.Get<EraseSubject>().Run(new(subject), default)).Ok);

        var records = await ReadAsync(bench.A);
        Assert.DoesNotContain(records, record => record.PersonName.Contains("Vergeten", StringComparison.Ordinal));
        Assert.Contains(records, record => record.PersonId == person.Id && record.PersonName == StoredAudit.Erased);
        Assert.Contains(records, record => record.Action == "audit.subject-erased" && record.EntityId == subject.ToString("D"));
        Assert.True((await bench.VerifyAsync(bench.A)).Intact);
        if (!bench.IsOnSqlServer)
        {
            Assert.False(await InFilesAsync(bench.A, key));
        }

        Assert.IsType<SubjectErased>((await owner.Get<EraseSubject>().Run(new(subject), default)).Error);
    }

    [Fact]
    public async Task Who_acts_again_after_that_is_somebody_new()
    {
        var person = await ActAsync("Berend Terug");
        var before = await SubjectOfAsync(person);
        await LeaveAsync(person);
        using var owner = bench.As(Role.Owner, bench.A);
        Assert.True((await owner.Get<EraseSubject>().Run(new(before), default)).Ok);
        await ActAsync(await bench.AddMembershipAsync(person, bench.A, Role.Sales));
        var records = (await ReadAsync(bench.A)).Where(record => record.PersonId == person.Id).ToList();
        Assert.Equal([StoredAudit.Erased, person.Name], records.Select(record => record.PersonName));
        Assert.NotEqual(before, await SubjectOfAsync(person));
    }

    [Fact]
    public async Task An_address_in_a_setting_is_encrypted_found_and_erased_with_what_stood_there_before()
    {
        await bench.SetAsync(bench.A, SettingsGroups.Mail, "replyTo", "jansje@alfa.example");
        await bench.SetAsync(bench.A, SettingsGroups.Mail, "replyTo", "pietje@alfa.example");
        await bench.SetAsync(bench.A, SettingsGroups.Mail, "senderName", "Jansje van Alfa");
        var stored = await bench.QueryAsync<string>(bench.A, "SELECT CONCAT(Before, After) FROM AuditRecords WHERE EntityType = 'Setting'");
        Assert.Equal(3, stored.Count);
        Assert.DoesNotContain(stored, text => text.Contains("alfa", StringComparison.OrdinalIgnoreCase));
        var records = (await ReadAsync(bench.A)).Where(record => record.EntityType == "Setting").ToList();
        Assert.Equal("""{"replyTo":"jansje@alfa.example"}""", records[1].Before);
        Assert.Equal("""{"replyTo":"pietje@alfa.example"}""", records[1].After);
        Assert.Equal("""{"senderName":""}""", records[2].Before);

        using var owner = bench.As(Role.Owner, bench.A);
        var subjects = (await owner.Get<AuditSubjectListQuery>().Run("pietje", "Setting", 1, 25, default)).Value.Rows;
        var subject = Assert.Single(subjects);
        Assert.Equal(["jansje@alfa.example", "pietje@alfa.example"], subject.Values);
        Assert.True((await owner.Get<EraseSubject>().Run(new(subject.Id), default)).Ok);
        records = [.. (await ReadAsync(bench.A)).Where(record => record.EntityType == "Setting")];
        Assert.Equal($$"""{"replyTo":"{{StoredAudit.Erased}}"}""", records[1].Before);
        Assert.Equal("""{"senderName":"Jansje van Alfa"}""", records[2].After);

        await bench.SetAsync(bench.A, SettingsGroups.Mail, "replyTo", "klaas@alfa.example");
        Assert.Contains("klaas@alfa.example", (await ReadAsync(bench.A))[^1].After, StringComparison.Ordinal);
        Assert.True((await bench.VerifyAsync(bench.A)).Intact);
    }

    [Fact]
    public async Task Whoever_is_a_member_stays_readable()
    {
        var subject = await SubjectOfAsync(await ActAsync("Nog Aanwezig"));
        using var owner = bench.As(Role.Owner, bench.A);
        Assert.IsType<SubjectIsMember>((await owner.Get<EraseSubject>().Run(new(subject), default)).Error);
    }

    [Fact]
    public async Task Somebody_of_another_company_is_not_found_and_stays_as_they_are()
    {
        var person = await ActAsync("Alleen Van A");
        var subject = await SubjectOfAsync(person);
        using var other = bench.As(Role.Owner, bench.B);
        Assert.IsType<NotFound>((await other.Get<EraseSubject>().Run(new(subject), default)).Error);
        Assert.Contains(await ReadAsync(bench.A), record => record.PersonName == person.Name);
    }

    [Fact]
    public async Task What_somebody_types_to_look_like_a_reference_is_not_taken_for_one()
    {
        var person = await ActAsync("Iemand Anders");
        var reference = (
            await bench.QueryAsync<string>(bench.A, $"SELECT Reference FROM AuditValues WHERE SubjectId = '{await SubjectOfAsync(person)}'")
        ).Single();
        await bench.WriteAsync(bench.A, "I am {#" + reference + "}");
        Assert.Contains(await ReadAsync(bench.A), record => record.Summary == "I am { #" + reference + "}");
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_cut_and_never_within_a_name()
    {
        var who = Personal.OfContact(Guid.NewGuid(), "Cornelia Lang");
        await bench.WriteAsync(bench.A, new string('x', AuditRecord.SummaryLength - 10) + who);
        var summary = (await ReadAsync(bench.A))[^1].Summary;
        Assert.EndsWith("x…", summary, StringComparison.Ordinal);
        Assert.True(summary.Length <= AuditRecord.SummaryLength);
    }

    [Theory]
    [InlineData("DELETE FROM AuditValues WHERE SubjectId = @Subject")]
    [InlineData("UPDATE AuditValues SET Cipher = @Other WHERE SubjectId = @Subject")]
    [InlineData("UPDATE AuditSubjects SET EncryptionKey = @Other WHERE Id = @Subject")]
    [InlineData("UPDATE AuditSubjects SET EncryptionKey = NULL WHERE Id = @Subject")]
    [InlineData("UPDATE AuditSubjects SET EncryptionKey = NULL, ErasedAt = 1 WHERE Id = @Subject")]
    public async Task Verifying_finds_a_value_that_was_tampered_with(string sql)
    {
        var alone = await TenancyBench.StartAsync(onSqlServer: bench.IsOnSqlServer);
        await using var _ = alone;
        await alone.WriteAsync(alone.A, "One");
        Assert.True((await alone.VerifyAsync(alone.A)).Intact);
        var subject = (await alone.QueryAsync<string>(alone.A, "SELECT Id FROM AuditSubjects")).Single();
        await alone.TamperAsync(alone.A, sql, new { Subject = subject, Other = new byte[AuditSubject.KeyLength] });
        Assert.Contains((await alone.VerifyAsync(alone.A)).Findings, finding => finding.Fault == AuditFault.PersonalValueLost);
    }

    [Fact]
    public async Task A_command_that_is_refused_leaves_nothing_of_a_person()
    {
        var person = await bench.AddPersonAsync("Vergeefs Geprobeerd", bench.A, Role.Sales);
        using var scope = bench.As(person);
        var refused = await scope
            .Get<CompanyDatabase>()
            .WriteAsync<bool>(
                async (write, token) =>
                {
                    write.Audit("test.refused", "Test", "1", "Refused");
                    await write.Data.SaveChangesAsync(token);
                    return new NotFound();
                },
                default
            );
        Assert.False(refused.Ok);
        Assert.Equal(0, await CountAsync($"SELECT COUNT(*) FROM AuditSubjects WHERE Subject = 'Person:{person.Id}'"));
    }

    private async Task<BenchPerson> ActAsync(string name) => await ActAsync(await bench.AddPersonAsync(name, bench.A, Role.Sales));

    private async Task<BenchPerson> ActAsync(BenchPerson person)
    {
        using var scope = bench.As(person);
        var done = await scope
            .Get<CompanyDatabase>()
            .WriteAsync<bool>(
                (write, _) =>
                {
                    write.Audit("test.done", "Test", "1", "Did something");
                    return Task.FromResult<Result<bool>>(true);
                },
                default
            );
        Assert.True(done.Ok);
        return person;
    }

    private async Task LeaveAsync(BenchPerson person)
    {
        using var admin = bench.As(Role.Admin, bench.A);
        Assert.True((await admin.Get<RemoveMember>().Run(new(person.Id, await bench.RolesAsync(bench.A, person.Id)), default)).Ok);
    }

    private async Task<Guid> SubjectOfAsync(BenchPerson person) =>
        Guid.Parse(
            (
                await bench.QueryAsync<string>(
                    bench.A,
                    $"SELECT Id FROM AuditSubjects WHERE Subject = 'Person:{person.Id}' AND EncryptionKey IS NOT NULL"
                )
            ).Single()
        );

    private async Task<long> CountAsync(string sql) => (await bench.QueryAsync<long>(bench.A, sql)).Single();

    private async Task<List<AuditRecord>> ReadAsync(CompanyId company)
    {
        await using var connection = await bench.OpenBesideAsync(company);
        var records = await connection.QueryAsync<AuditRecord>("SELECT * FROM AuditRecords ORDER BY Sequence");
        return await connection.ReadableAsync(records.AsList());
    }

    private async Task<bool> InFilesAsync(CompanyId company, byte[] bytes)
    {
        await using var connection = await bench.OpenBesideAsync(company);
        var folder = Path.GetDirectoryName(connection.DataSource)!;
        return Directory.EnumerateFiles(folder).Any(file => Contents(file).AsSpan().IndexOf(bytes) >= 0);
    }

    private static byte[] Contents(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var contents = new byte[stream.Length];
        stream.ReadExactly(contents);
        return contents;
    }
}
