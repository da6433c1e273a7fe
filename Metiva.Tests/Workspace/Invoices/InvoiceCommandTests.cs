using Metiva.Domain.Access;
using Metiva.Domain.Accounts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Metiva.Tests.Support;
using Metiva.Web.Workspace.Invoices;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

public sealed class InvoiceCommandTests : IAsyncLifetime
{
    private TenancyBench bench = null!;
    private Account customer = null!;
    private Invoice waiting = null!;

    public static TheoryData<Role, bool> Issuers => Table(Role.Owner, Role.Finance);

    public static TheoryData<Role, bool> Editors => Table(Role.Owner, Role.Admin, Role.AccountManager, Role.Delivery, Role.Finance);

    public async Task InitializeAsync()
    {
        bench = await TenancyBench.StartAsync();
        customer = await bench.AddCustomerAsync(bench.A);
        waiting = (await bench.AddInReviewAsync(bench.A, customer))[0];
    }

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Issuers))]
    public async Task Only_who_may_issue_issues(Role role, bool allowed)
    {
        var result = await Issue(role);
        Assert.Equal(allowed ? null : new PermissionDenied("invoices.issue"), result.Error);
        Assert.Equal(allowed ? InvoiceState.Issued : InvoiceState.InReview, (await Now()).State);
    }

    [Theory]
    [MemberData(nameof(Issuers))]
    public async Task Only_who_may_issue_sends_back(Role role, bool allowed)
    {
        var result = await SendBack(role, "Uren kloppen niet");
        Assert.Equal(allowed ? null : new PermissionDenied("invoices.issue"), result.Error);
        Assert.Equal(allowed ? InvoiceState.Draft : InvoiceState.InReview, (await Now()).State);
    }

    [Theory]
    [MemberData(nameof(Editors))]
    public async Task Only_who_may_edit_submits(Role role, bool allowed)
    {
        var draft = await bench.AddInvoiceAsync(bench.A, customer);
        using var scope = bench.As(role, bench.A);
        var result = await scope.Get<SubmitInvoice>().Run(new(draft.Id, draft.Version), CancellationToken.None);
        Assert.Equal(allowed ? null : new PermissionDenied("invoices.edit"), result.Error);
        Assert.Equal(allowed ? InvoiceState.InReview : InvoiceState.Draft, (await bench.ReadInvoiceAsync(bench.A, draft.Id)).State);
    }

    [Fact]
    public async Task Issuing_gives_number_dates_history_and_audit_together()
    {
        var number = (await Issue(Role.Finance)).Value;
        var today = TimeProvider.System.Today();
        var issued = await Now();
        Assert.Equal($"{today.Year}-0001", number);
        Assert.Equal((number, today, today.AddDays(30)), (issued.Number, issued.IssueDate!.Value, issued.DueDate!.Value));
        Assert.Equal((InvoiceEventKind.Issued, "Finance of Alfa B.V."), (issued.History[^1].Kind, issued.History[^1].PersonName));
        Assert.NotNull(issued.PublishedAt);

        var audit = Assert.Single(await bench.AuditOfAsync(bench.A, waiting.Id.ToString()));
        Assert.Equal(("invoices.issued", "Invoice", "Finance of Alfa B.V."), (audit.Action, audit.EntityType, audit.PersonName));
        Assert.Contains(number, audit.Summary, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"InReview\"", audit.Before, StringComparison.Ordinal);
        Assert.Contains($"\"number\":\"{number}\"", audit.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_issue_takes_no_number_and_leaves_no_trace()
    {
        var homeless = await bench.AddCustomerAsync(bench.A, "Zonder Adres", new Address("", "", "", "NL"));
        var stuck = (await bench.AddInReviewAsync(bench.A, homeless))[0];
        using var scope = bench.As(Role.Finance, bench.A);
        var refused = await scope.Get<IssueInvoice>().Run(new(stuck.Id, stuck.Version), CancellationToken.None);
        Assert.IsType<CustomerAddressIncomplete>(refused.Error);
        Assert.Empty(await bench.AuditOfAsync(bench.A, stuck.Id.ToString()));
        Assert.EndsWith("-0001", (await Issue(Role.Finance)).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_company_counts_for_itself()
    {
        var there = await bench.AddCustomerAsync(bench.B);
        var theirs = (await bench.AddInReviewAsync(bench.B, there))[0];
        using var scope = bench.As(Role.Finance, bench.B);
        var second = await scope.Get<IssueInvoice>().Run(new(theirs.Id, theirs.Version), CancellationToken.None);
        Assert.Equal((await Issue(Role.Finance)).Value, second.Value);
    }

    [Fact]
    public async Task An_invoice_of_another_company_does_not_exist()
    {
        using var scope = bench.As(Role.Owner, bench.B);
        Assert.IsType<NotFound>((await scope.Get<IssueInvoice>().Run(new(waiting.Id, waiting.Version), CancellationToken.None)).Error);
        Assert.IsType<NotFound>((await scope.Get<SubmitInvoice>().Run(new(waiting.Id, waiting.Version), CancellationToken.None)).Error);
        Assert.IsType<NotFound>(
            (await scope.Get<SendBackInvoice>().Run(new(waiting.Id, waiting.Version, "x"), CancellationToken.None)).Error
        );
        Assert.IsType<NotFound>((await scope.Get<InvoiceQuery>().Run(waiting.Id, CancellationToken.None)).Error);
        Assert.Empty((await scope.Get<ReviewQueueQuery>().Run(CancellationToken.None)).Value.Rows);
        Assert.Equal(InvoiceState.InReview, (await Now()).State);
    }

    [Fact]
    public async Task Sending_back_keeps_the_reason_until_it_is_submitted_again()
    {
        await SendBack(Role.Finance, "  Uren kloppen niet ");
        var back = await Now();
        Assert.Equal(("Uren kloppen niet", InvoiceEventKind.SentBack), (back.ReviewNote, back.History[^1].Kind));
        Assert.Equal("invoices.sent-back", Assert.Single(await bench.AuditOfAsync(bench.A, waiting.Id.ToString())).Action);

        using var writer = bench.As(Role.AccountManager, bench.A);
        Assert.True((await writer.Get<SubmitInvoice>().Run(new(back.Id, back.Version), CancellationToken.None)).Ok);
        Assert.Null((await Now()).ReviewNote);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("   ")]
    public async Task Sending_back_takes_a_reason(string? reason)
    {
        Assert.IsType<ReasonRequired>((await SendBack(Role.Finance, reason)).Error);
        Assert.Empty(await bench.AuditOfAsync(bench.A, waiting.Id.ToString()));
    }

    [Fact]
    public async Task Who_comes_second_is_told_who_was_first_and_what_it_is_now()
    {
        Assert.True((await Issue(Role.Owner)).Ok);
        var late = Assert.IsType<InvoiceChanged>((await SendBack(Role.Finance, "Te laat")).Error);
        Assert.Equal((InvoiceState.Issued, InvoiceEventKind.Issued, "Owner of Alfa B.V."), (late.State, late.Last, late.By));
        Assert.Equal(InvoiceState.Issued, (await Now()).State);
    }

    [Fact]
    public async Task Two_at_the_same_moment_issue_it_once()
    {
        var both = await Task.WhenAll(Issue(Role.Owner), Issue(Role.Finance));
        Assert.Single(both, result => result.Ok);
        Assert.Single(both, result => result.Error is InvoiceChanged);
        Assert.Single(await bench.AuditOfAsync(bench.A, waiting.Id.ToString()));
    }

    [Fact]
    public async Task Viewing_as_a_client_changes_nothing()
    {
        using var scope = bench.As(bench.Person(Role.Owner, bench.A), viewAsClient: true);
        Assert.False((await scope.Get<IssueInvoice>().Run(new(waiting.Id, waiting.Version), CancellationToken.None)).Ok);
        Assert.Equal(InvoiceState.InReview, (await Now()).State);
    }

    private static TheoryData<Role, bool> Table(params Role[] allowed)
    {
        var table = new TheoryData<Role, bool>();
        foreach (var role in Enum.GetValues<Role>())
        {
            table.Add(role, allowed.Contains(role));
        }

        return table;
    }

    private Task<Invoice> Now() => bench.ReadInvoiceAsync(bench.A, waiting.Id);

    private async Task<Result<string>> Issue(Role role)
    {
        using var scope = bench.As(role, bench.A);
        return await scope.Get<IssueInvoice>().Run(new(waiting.Id, waiting.Version), CancellationToken.None);
    }

    private async Task<Result<long>> SendBack(Role role, string? reason)
    {
        using var scope = bench.As(role, bench.A);
        return await scope.Get<SendBackInvoice>().Run(new(waiting.Id, waiting.Version, reason), CancellationToken.None);
    }
}
