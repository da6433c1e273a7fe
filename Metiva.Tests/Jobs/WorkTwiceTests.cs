using System.Text.Json;
using Dapper;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Metiva.Web.Shell.Mailing;
using Metiva.Web.Shell.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>
/// Work is done at least once: a process that dies after it and before that was written down leaves it to another one, and one that was
/// believed dead may go on. However often it is done, databases and mails are what they were after the first time.
/// </summary>
public sealed class WorkTwiceTests(WorkTwiceTests.MailingBench one) : IClassFixture<WorkTwiceTests.MailingBench>
{
    private readonly TenancyBench bench = one.Bench;

    /// <summary>Every handler that this build has.</summary>
    public static TheoryData<string> Handlers() =>
        [
            .. new[] { typeof(IWorkHandler).Assembly, typeof(NotificationDigestHandler).Assembly }
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IWorkHandler)))
                .Select(type => type.Name),
        ];

    [Theory]
    [MemberData(nameof(Handlers))]
    public async Task Work_that_is_done_twice_leaves_what_it_left_when_it_was_done_once(string handler)
    {
        Assert.True(WorkTwiceCases.All.TryGetValue(handler, out var given), $"{handler} has no case: what is left when it is done twice?");
        var kind = KindOf(handler);
        var run = await AskAsync(kind, await given.Prepare(bench));
        var before = await StandingAsync(run.ItemId);

        await RunAsync(kind, run);
        var once = await StandingAsync(run.ItemId);
        Assert.Equal(given.Leaves, !once.SequenceEqual(before));

        // Nobody wrote down how it ended. Where the work itself did not, another process takes it over.
        if (await TakeOverAsync(run.ItemId) is { } second)
        {
            await RunAsync(kind, second);
            Assert.Equal(once, await StandingAsync(run.ItemId));
        }

        // The first one was not dead after all.
        await RunAsync(kind, run);
        Assert.Equal(once, await StandingAsync(run.ItemId));
    }

    private string KindOf(string handler)
    {
        using var scope = bench.Services.CreateScope();
        return scope.ServiceProvider.GetServices<IWorkHandler>().Single(each => each.GetType().Name == handler).Kind;
    }

    private async Task RunAsync(string kind, WorkRun run)
    {
        await using var scope = bench.Services.CreateAsyncScope();
        var needs = bench.Services.GetRequiredService<WorkKinds>().Find(kind)!.Needs;
        scope
            .ServiceProvider.GetRequiredService<TenantScope>()
            .Freeze(bench.Services.GetRequiredService<Binder>().BindWork(bench.A, needs));
        try
        {
            await scope.ServiceProvider.GetServices<IWorkHandler>().Single(each => each.Kind == kind).RunAsync(run, CancellationToken.None);
        }
        catch (WorkLostException) when (run.Attempt == 1)
        {
            // It was told that it is not its work any more.
        }
    }

    private async Task<WorkRun> AskAsync(string kind, object ids)
    {
        var now = TimeProvider.System.GetUtcNow();
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            Payload = JsonSerializer.Serialize(ids, JsonSerializerOptions.Web),
            CreatedAt = now,
            DueAt = now,
        };
        await bench.WriteAsync(
            bench.A,
            write =>
            {
                write.Data.Add(item);
                return Task.CompletedTask;
            }
        );
        return (await TakeAsync(item.Id, 1))!;
    }

    private Task<WorkRun?> TakeOverAsync(Guid id) => TakeAsync(id, 2);

    /// <summary>As the dispatcher takes it; null when it is over.</summary>
    private async Task<WorkRun?> TakeAsync(Guid id, int attempt)
    {
        WorkRun? run = null;
        await bench.WriteAsync(
            bench.A,
            async write =>
            {
                var item = await write.Data.WorkItems.SingleAsync(row => row.Id == id);
                if (item.EndedAt is not null)
                {
                    return;
                }

                (item.State, item.Attempts, item.ClaimedBy) = (WorkState.Running, attempt, Guid.NewGuid());
                write.Data.WorkRuns.Add(
                    new WorkRunRecord
                    {
                        ItemId = id,
                        Attempt = attempt,
                        StartedAt = write.Now,
                        Node = "test",
                    }
                );
                run = new WorkRun
                {
                    ItemId = id,
                    Payload = item.Payload,
                    Attempt = attempt,
                    Claim = item.ClaimedBy.Value,
                };
            }
        );
        return run;
    }

    /// <summary>Everything that stands somewhere, but for the item itself, and what this test wrote down to do it.</summary>
    private async Task<List<string>> StandingAsync(Guid item)
    {
        var registry = await bench
            .Services.GetRequiredService<ControlPlaneDatabase>()
            .ReadAsync((control, token) => control.Companies.OrderBy(row => row.Id).ToListAsync(token), CancellationToken.None);
        return
        [
            .. await RowsAsync(bench.A, item),
            .. await RowsAsync(bench.B, item),
            .. registry.Select(row => JsonSerializer.Serialize(row)),
            .. bench.Services.GetRequiredService<CapturedMails>().All.Select(mail => mail.Source),
        ];
    }

    private async Task<List<string>> RowsAsync(CompanyId company, Guid item)
    {
        using var model = new SqliteCompanyContext(new DbContextOptionsBuilder<SqliteCompanyContext>().UseSqlite().Options);
        await using var connection = await bench.OpenBesideAsync(company);
        var all = new List<string>();

        // A seal comes a second after its record, by itself.
        foreach (
            var table in model.Model.GetRelationalModel().Tables.Select(table => table.Name).Where(name => name != "AuditSeals").Order()
        )
        {
            var rows = (await connection.QueryAsync($"SELECT * FROM \"{table}\"")).Select(row => $"{table}: {(string)Line(row)}");
            all.AddRange(
                rows.Where(row => !row.Contains("bench.seeded", StringComparison.Ordinal))
                    .Where(row => !table.StartsWith("Work", StringComparison.Ordinal) || !IsOf(row, item))
                    .Order(StringComparer.Ordinal)
            );
        }

        return all;
    }

    private static bool IsOf(string row, Guid item) => row.Contains(item.ToString(), StringComparison.OrdinalIgnoreCase);

    private static string Line(dynamic row) =>
        string.Join(
            '|',
            ((IDictionary<string, object>)row).Values.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : value)
        );

    public sealed class MailingBench : IAsyncLifetime
    {
        internal TenancyBench Bench { get; private set; } = null!;

        public async Task InitializeAsync() =>
            Bench = await TenancyBench.StartAsync(
                services =>
                    services.AddLogging().AddLocalization().AddNotifications().AddMailing().AddSingleton(new CapturedMails(isOn: true)),
                new(StringComparer.Ordinal) { ["Tenancy:Mail:Sender"] = "post@metiva.example" }
            );

        public Task DisposeAsync() => Bench.DisposeAsync().AsTask();
    }
}
