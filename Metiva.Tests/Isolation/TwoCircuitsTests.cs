using System.Collections.Concurrent;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Isolation;

public sealed class TwoCircuitsTests
{
    private const int Reads = 2_000;
    private const int Writes = 500;
    private const int Pages = 6;
    private const int RowsOfAPage = 25;

    [BrowserFact]
    public async Task Two_circuits_of_different_companies_read_and_write_thousands_of_times_at_once_and_no_row_crosses()
    {
        var circuits = new ConcurrentDictionary<CompanyId, IServiceProvider>();
        // A crowded machine must not look like a control plane that went away.
        await using var world = await SentinelWorld.StartAsync(
            builder => builder.Services.AddSingleton(circuits).AddScoped<CircuitHandler, Catching>(),
            "--Tenancy:MaxSnapshotAgeForCommandsMilliseconds=60000",
            "--Tenancy:MaxSnapshotAgeForReadsMilliseconds=60000",
            "--Tenancy:WriteWait=00:01:00"
        );
        await using var one = await OpenAsync(world, SentinelWorld.A);
        await using var two = await OpenAsync(world, SentinelWorld.B);
        await Eventually.TrueAsync(() => circuits.Count == 2, TimeSpan.FromSeconds(10));

        await Task.WhenAll(
            ReadAsync(circuits[SentinelWorld.A], SentinelWorld.A),
            ReadAsync(circuits[SentinelWorld.B], SentinelWorld.B),
            WriteAsync(circuits[SentinelWorld.A], SentinelWorld.A),
            WriteAsync(circuits[SentinelWorld.B], SentinelWorld.B),
            TurnPagesAsync(one),
            TurnPagesAsync(two)
        );

        foreach (var company in new[] { SentinelWorld.A, SentinelWorld.B })
        {
            var marks = await MarksAsync(circuits[company]);
            Assert.Equal(Enumerable.Range(0, Writes).Select(turn => $"{Sentinels.Words[company]} {turn}"), marks);
        }

        foreach (var (browser, company) in new[] { (one, SentinelWorld.A), (two, SentinelWorld.B) })
        {
            Assert.Empty(SentinelWorld.ForeignWords(company, browser.ReceivedText));
            Assert.True(browser.ReceivedText.Split(Sentinels.Words[company]).Length > Pages * RowsOfAPage, "The scan proves nothing.");
        }
    }

    /// <summary>What a person would do meanwhile: each page comes over the circuit's socket, and is another one than the last.</summary>
    private static async Task TurnPagesAsync(BrowserSession browser)
    {
        for (var page = 1; page <= Pages; page++)
        {
            await browser.Page.EvaluateAsync("page => Blazor.navigateTo(`/workspace/invoices?page=${page}`)", page);
            await browser.Page.WaitForFunctionAsync(
                """
                page => {
                    const current = document.querySelector('main nav [aria-current=page]')?.innerText.trim() === String(page);
                    const rows = [...document.querySelectorAll('main tbody tr')].map(row => row.innerText).join();
                    const turned = current && rows.length > 0 && rows !== window.rowsBefore;
                    window.rowsBefore = turned ? rows : window.rowsBefore;
                    return turned;
                }
                """,
                page,
                new() { PollingInterval = 50, Timeout = 60_000 }
            );
        }
    }

    private static async Task<BrowserSession> OpenAsync(SentinelWorld world, CompanyId company)
    {
        var browser = await BrowserSession.OpenAsync(world.Server.Address, await world.SignInAsync(company, Role.Owner));
        await browser.GoAsync("/");
        return browser;
    }

    private static async Task ReadAsync(IServiceProvider circuit, CompanyId company)
    {
        for (var turn = 0; turn < Reads; turn++)
        {
            var names = await circuit
                .GetRequiredService<CompanyDatabase>()
                .ReadAsync(
                    async (connection, _) =>
                        (await connection.QueryAsync<string>("SELECT CustomerName FROM Invoices ORDER BY Id LIMIT 20")).AsList(),
                    CancellationToken.None
                );
            Assert.Equal(20, names.Count);
            Assert.All(names, name => Assert.StartsWith(Sentinels.Words[company], name, StringComparison.Ordinal));
        }
    }

    private static async Task WriteAsync(IServiceProvider circuit, CompanyId company)
    {
        for (var turn = 0; turn < Writes; turn++)
        {
            var mark = $"{Sentinels.Words[company]} {turn}";
            var written = await circuit
                .GetRequiredService<CompanyDatabase>()
                .WriteAsync<int>(
                    (write, _) =>
                    {
                        write.Audit("test.marked", "Test", "1", mark);
                        return Task.FromResult<Result<int>>(1);
                    },
                    CancellationToken.None
                );
            Assert.True(written.Ok);
        }
    }

    private static Task<List<string>> MarksAsync(IServiceProvider circuit) =>
        circuit
            .GetRequiredService<CompanyDatabase>()
            .ReadAsync(
                async (connection, _) =>
                    (
                        await connection.QueryAsync<string>(
                            "SELECT Summary FROM AuditRecords WHERE Action = 'test.marked' ORDER BY Sequence"
                        )
                    ).AsList(),
                CancellationToken.None
            );

    /// <summary>Hands a live circuit's own services to the test.</summary>
    private sealed class Catching(IServiceProvider services, ConcurrentDictionary<CompanyId, IServiceProvider> circuits) : CircuitHandler
    {
        // After the binding.
        public override int Order => 100;

        public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            circuits[services.GetRequiredService<TenantScope>().Context.CompanyId] = services;
            return Task.CompletedTask;
        }
    }
}
