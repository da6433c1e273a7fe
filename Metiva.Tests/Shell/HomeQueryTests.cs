using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Metiva.Web.Shell.Home;
using Xunit;

namespace Metiva.Tests.Shell;

public sealed class HomeQueryTests(InvoicesOfEveryKind data) : IClassFixture<InvoicesOfEveryKind>
{
    private readonly TenancyBench bench = data.Bench;

    [Fact]
    public async Task Finance_sees_what_has_to_be_done_with_invoices()
    {
        var figures = await Read(Role.Finance);
        Assert.Equal(
            (1, 1, 3, 2),
            (figures.Invoices!.Drafts, figures.Invoices.InReview, figures.Invoices.OpenCount, figures.Invoices.Overdue)
        );
        Assert.Equal(figures.Invoices.OverdueTotal, Money.Sum(figures.LongestOverdue.Select(late => late.OpenBalance)));
        Assert.True(figures.LongestOverdue[0].DueDate <= figures.LongestOverdue[1].DueDate);
    }

    [Theory]
    [InlineData(Role.Owner, true, true, true)]
    [InlineData(Role.Finance, true, true, true)]
    [InlineData(Role.AccountManager, true, true, true)]
    [InlineData(Role.Marketing, false, false, true)]
    [InlineData(Role.Client, false, false, false)]
    public async Task Only_what_the_grants_cover_is_asked_for(Role role, bool invoices, bool contracts, bool projects)
    {
        var figures = await Read(role);
        Assert.Equal(
            (invoices, contracts, projects),
            (figures.Invoices is not null, figures.Contracts is not null, figures.Projects is not null)
        );
    }

    [Fact]
    public async Task Another_company_counts_only_its_own()
    {
        using var scope = bench.As(Role.Owner, bench.B);
        var figures = await scope.Get<HomeQuery>().Run(CancellationToken.None);
        Assert.Equal(
            (0, 0, 1, 0),
            (figures.Invoices!.Drafts, figures.Invoices.InReview, figures.Invoices.OpenCount, figures.Invoices.Overdue)
        );
        Assert.Empty(figures.LongestOverdue);
    }

    private async Task<HomeFigures> Read(Role role)
    {
        using var scope = bench.As(role, bench.A);
        return await scope.Get<HomeQuery>().Run(CancellationToken.None);
    }
}
