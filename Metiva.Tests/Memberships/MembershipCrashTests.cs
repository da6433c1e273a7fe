using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Memberships;

/// <summary>A change of membership or state, killed after every step of it, and what the next start makes of the rest.</summary>
public sealed class MembershipCrashTests(MembershipCrashTests.Ground ground) : IClassFixture<MembershipCrashTests.Ground>
{
    [Theory]
    [InlineData("change-roles")]
    [InlineData("remove")]
    [InlineData("accept")]
    [InlineData("suspend")]
    public async Task What_is_written_down_is_carried_out_and_what_is_not_never_was(string change)
    {
        var untouched = await AfterwardsAsync(await ground.CopyAsync("untouched"));
        var whole = await ground.CopyAsync("whole");
        Assert.True(await MembershipChild.LivesAsync(whole, change, MembershipChild.Never));
        var done = await AfterwardsAsync(whole);
        Assert.NotEqual(untouched, done);

        foreach (var (step, expected) in new[] { ("registered", untouched), ("audited", done), ("applied", done) })
        {
            var killed = await ground.CopyAsync(step);
            Assert.False(await MembershipChild.LivesAsync(killed, change, step));
            Assert.Equal((step, expected), (step, await AfterwardsAsync(killed)));
        }
    }

    [Fact]
    public async Task A_recovery_that_is_killed_itself_is_recovered()
    {
        var whole = await ground.CopyAsync("whole");
        Assert.True(await MembershipChild.LivesAsync(whole, "remove", MembershipChild.Never));
        var killed = await ground.CopyAsync("killed");
        Assert.False(await MembershipChild.LivesAsync(killed, "remove", "audited"));
        Assert.False(await MembershipChild.LivesAsync(killed, "recover", "applied"));
        Assert.Equal(await AfterwardsAsync(whole), await AfterwardsAsync(killed));
    }

    [Fact]
    public async Task What_may_no_longer_be_done_is_written_down_as_not_carried_out_once()
    {
        var whole = await ground.CopyAsync("whole");
        Assert.True(await MembershipChild.LivesAsync(whole, "too-late", MembershipChild.Never));
        var expected = await AfterwardsAsync(whole);
        Assert.Contains("members.remove.not-carried-out", expected, StringComparison.Ordinal);
        foreach (var step in new[] { "audited", "refused" })
        {
            var killed = await ground.CopyAsync(step);
            Assert.False(await MembershipChild.LivesAsync(killed, "too-late", step));
            Assert.Equal((step, expected), (step, await AfterwardsAsync(killed)));

            // Nothing happens twice.
            Assert.Equal((step, expected), (step, await AfterwardsAsync(killed)));
        }
    }

    /// <summary>Both databases after a start that found nothing left to do.</summary>
    private static async Task<string> AfterwardsAsync(string directory)
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        await Eventually.TrueAsync(async () => await bench.PendingAsync() == 0, TimeSpan.FromSeconds(20));
        var registry = await bench.ReadAsync(async context =>
        {
            var companies = await context.Companies.OrderBy(row => row.Id).ToListAsync();
            var invitations = await context.Invitations.OrderBy(row => row.Id).ToListAsync();
            var sessions = await context.Sessions.OrderBy(row => row.Id).ToListAsync();
            var audit = await context.ControlAudit.OrderBy(row => row.Sequence).ToListAsync();
            return (IEnumerable<string>)
                [
                    .. companies.Select(row => $"{row.Id} {row.State} {row.StateReason} {row.Version}"),
                    .. invitations.Select(row => $"{row.Email} {row.AcceptedBy} {row.AcceptedAt is null} {row.Version}"),
                    .. sessions.Select(row => $"{row.Id} {row.EndReason} {row.EndedAt is null}"),
                    .. audit.Select(row => $"{row.PersonName} {row.Action} {row.CompanyId} {row.Summary}"),
                ];
        });
        return string.Join(
            '\n',
            [
                .. registry,
                await bench.MembershipsAsync(bench.A),
                await bench.MembershipsAsync(bench.B),
                .. await bench.AuditAsync(bench.A),
                "--",
                .. await bench.AuditAsync(bench.B),
            ]
        );
    }

    /// <summary>A directory to start from, made once in files.</summary>
    public sealed class Ground : IAsyncLifetime
    {
        private readonly string root = Directory.CreateTempSubdirectory("metiva-crash-").FullName;
        private int copies;

        private string Template => Path.Combine(root, "template");

        public Task InitializeAsync() => TestServer.IsDefault ? Task.CompletedTask : MembershipChild.FurnishAsync(Template);

        public async Task DisposeAsync()
        {
            foreach (var directory in Directory.GetDirectories(root))
            {
                await SqlServerInstallation.DropAsync(directory);
            }

            Directory.Delete(root, recursive: true);
        }

        /// <summary>A copy of its own. Databases on a server are not copied but made anew, in the same way.</summary>
        public async Task<string> CopyAsync(string name)
        {
            var copy = Path.Combine(root, $"{++copies}-{name}");
            if (TestServer.IsDefault)
            {
                await MembershipChild.FurnishAsync(copy);
                return copy;
            }

            foreach (var file in Directory.GetFiles(Template, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(copy, Path.GetRelativePath(Template, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            return copy;
        }
    }
}
