using Metiva.Domain.Access;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Auditing.Chain;

/// <summary>What somebody who owns the database, and even the control plane, cannot do unseen.</summary>
public sealed class AuditVerificationTests : IAsyncLifetime
{
    private TenancyBench bench = null!;
    private List<long> places = [];

    public async Task InitializeAsync()
    {
        bench = await TenancyBench.StartAsync();
        await bench.WriteAsync(bench.A, "One", "Two", "Three", "Four", "Five");
        Assert.True(await bench.AnchorAsync(bench.A));
        Assert.True((await bench.VerifyAsync(bench.A)).Intact);
        places = await bench.PlacesAsync(bench.A);
    }

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Theory]
    [InlineData("Summary = 'Nothing happened'")]
    [InlineData("PersonName = 'Somebody else'")]
    [InlineData("At = At + 1")]
    [InlineData("Before = ''")]
    [InlineData("After = NULL")]
    [InlineData("PersonId = NULL")]
    public async Task A_changed_record_is_found(string change)
    {
        await bench.TamperAsync(bench.A, $"UPDATE AuditRecords SET {change} WHERE Sequence = {places[^3]}");
        await FindsAsync(new AuditFinding(AuditFault.RecordChanged, places[^3]));
    }

    [Fact]
    public async Task A_removed_record_is_found()
    {
        await bench.TamperAsync(bench.A, $"DELETE FROM AuditRecords WHERE Sequence = {places[^3]}");
        await FindsAsync(new AuditFinding(AuditFault.RecordMissing, places[^3]));
    }

    [Fact]
    public async Task A_record_that_was_removed_with_its_seal_is_found_at_the_next_one()
    {
        await bench.TamperAsync(
            bench.A,
            $"DELETE FROM AuditRecords WHERE Sequence = {places[^3]}; DELETE FROM AuditSeals WHERE Sequence = {places[^3]}"
        );
        await FindsAsync(new AuditFinding(AuditFault.RecordChanged, places[^2]));
    }

    [Fact]
    public async Task A_record_that_lost_its_seal_is_found()
    {
        await bench.TamperAsync(bench.A, $"DELETE FROM AuditSeals WHERE Sequence = {places[^3]}");
        await FindsAsync(new AuditFinding(AuditFault.RecordNotSealed, places[^3]), new AuditFinding(AuditFault.RecordChanged, places[^2]));
    }

    [Fact]
    public async Task Two_records_that_changed_places_are_found()
    {
        await bench.TamperAsync(
            bench.A,
            $"""
            UPDATE AuditRecords SET Summary = CASE Sequence WHEN {places[^2]} THEN 'Three' ELSE 'Four' END,
                After = CASE Sequence WHEN {places[^2]} THEN @three ELSE @four END
            WHERE Sequence IN ({places[^3]}, {places[^2]})
            """,
            new { three = """{"summary":"Three"}""", four = """{"summary":"Four"}""" }
        );
        await FindsAsync(new AuditFinding(AuditFault.RecordChanged, places[^3]), new AuditFinding(AuditFault.RecordChanged, places[^2]));
    }

    [Fact]
    public async Task An_end_that_was_cut_off_is_found_and_the_anchor_stays_where_it_was()
    {
        await bench.TamperAsync(
            bench.A,
            $"DELETE FROM AuditRecords WHERE Sequence > {places[^3]}; DELETE FROM AuditSeals WHERE Sequence > {places[^3]}"
        );
        await FindsAsync(new AuditFinding(AuditFault.EndMissing, places[^1]));
        Assert.False(await bench.AnchorAsync(bench.A));

        // Growing past the anchored place does not help.
        await bench.WriteAsync(bench.A, "Six", "Seven", "Eight", "Nine");
        Assert.False(await bench.AnchorAsync(bench.A));
        var verdict = await bench.VerifyAsync(bench.A);
        Assert.False(verdict.Intact);
        Assert.Equal(places[^1], verdict.Anchor!.Sequence);
    }

    [Fact]
    public async Task A_log_that_was_written_anew_with_seals_that_fit_is_found()
    {
        await bench.TamperAsync(bench.A, $"UPDATE AuditRecords SET Summary = 'Nothing' WHERE Sequence = {places[^3]}");
        await bench.SealAnewAsync(bench.A);
        await FindsAsync(new AuditFinding(AuditFault.NotAsAnchored, places[^1]));
        Assert.False(await bench.AnchorAsync(bench.A));
    }

    [Fact]
    public async Task An_anchor_that_somebody_wrote_into_the_control_plane_is_found()
    {
        await bench.TamperAsync(bench.A, $"UPDATE AuditRecords SET Summary = 'Nothing' WHERE Sequence = {places[^3]}");
        await bench.SealAnewAsync(bench.A);
        var hash = (await bench.QueryAsync<byte[]>(bench.A, $"SELECT Hash FROM AuditSeals WHERE Sequence = {places[^1]}")).Single();
        await WriteAnchorAsync(row => row.Hash = Convert.ToHexStringLower(hash));
        await FindsAsync(new AuditFinding(AuditFault.AnchorNotGenuine, places[^1]));
        Assert.False(await bench.AnchorAsync(bench.A));
    }

    [Fact]
    public async Task The_anchor_of_another_company_is_none_of_this_one()
    {
        await bench.WriteAsync(bench.B, "One");
        Assert.True(await bench.AnchorAsync(bench.B));
        var other = await HeadAsync(bench.B);
        await WriteAnchorAsync(row =>
            (row.Sequence, row.Hash, row.AnchoredAt, row.Signature) = (other.Sequence, other.Hash, other.AnchoredAt, other.Signature)
        );
        await FindsAsync(new AuditFinding(AuditFault.AnchorNotGenuine, other.Sequence));
    }

    [Fact]
    public async Task What_was_done_to_one_company_says_nothing_about_another()
    {
        await bench.WriteAsync(bench.B, "One");
        Assert.True(await bench.AnchorAsync(bench.B));
        await bench.TamperAsync(bench.A, "DELETE FROM AuditRecords");
        Assert.False((await bench.VerifyAsync(bench.A)).Intact);
        Assert.True((await bench.VerifyAsync(bench.B)).Intact);
        using var owner = bench.As(Role.Owner, bench.B);
        var standing = await owner.Get<OwnAuditLog>().LookAsync(default);
        Assert.Null(standing.Value.Fault);
        Assert.Equal((await bench.PlacesAsync(bench.B))[^1], standing.Value.Anchor!.Sequence);
    }

    [Fact]
    public async Task More_wrong_places_than_are_named_are_counted()
    {
        await bench.WriteAsync(bench.A, [.. Enumerable.Range(0, 120).Select(number => $"Number {number}")]);
        await bench.TamperAsync(bench.A, "UPDATE AuditRecords SET Summary = 'x'");
        var verdict = await bench.VerifyAsync(bench.A);
        Assert.Equal(AuditVerdict.MostFindings, verdict.Findings.Count);
        Assert.Equal(verdict.Records, verdict.Faults);
    }

    [Theory]
    [InlineData(Role.Owner, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Finance, true)]
    [InlineData(Role.AccountManager, false)]
    [InlineData(Role.Sales, false)]
    [InlineData(Role.Delivery, false)]
    [InlineData(Role.Marketing, false)]
    [InlineData(Role.Client, false)]
    public async Task It_is_for_those_who_may_read_the_log(Role role, bool may)
    {
        using var scope = bench.As(role, bench.A);
        var own = scope.Get<OwnAuditLog>();
        Assert.Equal(may, (await own.LookAsync(default)).Ok);
        var verdict = await own.VerifyAsync(_ => { }, default);
        Assert.Equal(may, verdict.Ok);
        if (may)
        {
            Assert.True(verdict.Value.Intact);
        }
    }

    private async Task FindsAsync(params AuditFinding[] expected)
    {
        var verdict = await bench.VerifyAsync(bench.A);
        Assert.Equal(expected, verdict.Findings);
        Assert.Equal(expected.Length, verdict.Faults);
        Assert.False(verdict.Intact);
    }

    private Task<AuditHeadRow> HeadAsync(Metiva.Domain.Companies.CompanyId company) =>
        bench
            .Services.GetRequiredService<ControlPlaneDatabase>()
            .ReadAsync((context, token) => context.AuditHeads.SingleAsync(row => row.CompanyId == company, token), default);

    private Task WriteAnchorAsync(Action<AuditHeadRow> change) =>
        bench.WriteAsync(context => change(context.AuditHeads.Single(row => row.CompanyId == bench.A)));
}
