using Metiva.Domain.Access;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Metiva.Tests.Support;
using Metiva.Web.Workspace.Invoices;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

public sealed class IssueStormTests
{
    [Fact]
    public async Task Fifty_people_at_once_leave_no_gap_and_no_double()
    {
        const int People = 50;
        const int Each = 4;
        await using var bench = await TenancyBench.StartAsync();
        var customer = await bench.AddCustomerAsync(bench.A);
        var theirs = await bench.AddInReviewAsync(bench.A, customer, People * Each);
        var wanted = (await bench.AddInReviewAsync(bench.A, customer))[0];
        var elsewhere = (await bench.AddInReviewAsync(bench.B, await bench.AddCustomerAsync(bench.B)))[0];

        async Task<List<Result<string>>> Work(int person)
        {
            var who = await bench.AddPersonAsync($"Persoon {person}", bench.A, Role.Finance);
            using var scope = bench.As(who);
            var issue = scope.Get<IssueInvoice>();
            var own = new List<Result<string>>();
            foreach (var invoice in theirs.Skip(person * Each).Take(Each).Append(wanted))
            {
                own.Add(await issue.Run(new(invoice.Id, invoice.Version), CancellationToken.None));
            }

            return own;
        }

        var results = (await Task.WhenAll(Enumerable.Range(0, People).Select(person => Task.Run(() => Work(person))))).SelectMany(r => r);

        // Everybody wanted the same one as well: one person got it, and the others were told.
        Assert.Equal(People - 1, results.Count(result => result.Error is InvoiceChanged));
        Assert.Equal((People * Each) + 1, results.Where(result => result.Ok).Select(result => result.Value).Distinct().Count());
        Assert.Equal((People * Each) + 1, await IssuedNumbers.AssertWholeAsync(bench, bench.A));
        Assert.Equal(0, await IssuedNumbers.AssertWholeAsync(bench, bench.B));
        Assert.Equal(InvoiceState.InReview, (await bench.ReadInvoiceAsync(bench.B, elsewhere.Id)).State);
    }

    [Fact]
    public async Task A_killed_process_leaves_every_invoice_issued_wholly_or_not_at_all()
    {
        const int Waiting = 300;
        const int MostRounds = 40;
        var directory = Directory.CreateTempSubdirectory("metiva-storm-").FullName;
        var random = new Random(20261121);
        try
        {
            await using (var bench = await TenancyBench.StartAsync(dataDirectory: directory))
            {
                await bench.AddInReviewAsync(bench.A, await bench.AddCustomerAsync(bench.A), Waiting);
                await bench.AddInReviewAsync(bench.B, await bench.AddCustomerAsync(bench.B), 3);
            }

            var kills = 0;
            var issued = 0;
            for (var round = 0; round < MostRounds && issued < Waiting; round++)
            {
                // Six times at a random moment; then it may finish, so that what was left is seen to be usable.
                var patience = kills < 6 ? TimeSpan.FromMilliseconds(random.Next(20, 300)) : TimeSpan.FromMinutes(2);
                kills += await IssueStorm.RunAndKillAsync(directory, patience) ? 1 : 0;
                await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
                var now = await IssuedNumbers.AssertWholeAsync(bench, bench.A);
                Assert.True(now >= issued, "What was issued stays issued.");
                issued = now;
                Assert.Equal(0, await IssuedNumbers.AssertWholeAsync(bench, bench.B));
            }

            Assert.Equal((Waiting, true), (issued, kills >= 3));
        }
        finally
        {
            await SqlServerInstallation.DropAsync(directory);
            Directory.Delete(directory, recursive: true);
        }
    }
}
