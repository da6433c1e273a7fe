using System.Globalization;
using Metiva.Web.Workspace.Audit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Workspace.Audit;

public sealed class AuditLinesTests : IDisposable
{
    private const string After = """{"member":"Kim Post","roles":"Admin,Finance","inviter":"Ans Vos"}""";
    private readonly CultureInfo before = CultureInfo.CurrentUICulture;
    private readonly AuditLines lines = new ServiceCollection()
        .AddLogging()
        .AddLocalization()
        .AddSingleton<AuditLines>()
        .BuildServiceProvider()
        .GetRequiredService<AuditLines>();

    public void Dispose() => CultureInfo.CurrentUICulture = before;

    [Theory]
    [InlineData("nl", "Kim Post is Beheerder, Financiën geworden op uitnodiging van Ans Vos.")]
    [InlineData("en", "Kim Post became Admin, Finance by an invitation of Ans Vos.")]
    public void A_line_is_in_the_language_of_whoever_reads_it(string language, string line)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        Assert.Equal(line, lines.Of(Row("members.accept-invitation", After)));
    }

    [Theory]
    [InlineData("members.accept-invitation", """{"roles":"Admin"}""")]
    [InlineData("members.accept-invitation", null)]
    [InlineData("invoices.issued", After)]
    public void Without_a_sentence_or_a_value_the_written_line_is_shown(string action, string? after)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("nl");
        Assert.Equal("As it was written", lines.Of(Row(action, after)));
    }

    [Fact]
    public void A_value_that_looks_like_a_placeholder_stays_what_it_is() =>
        Assert.Contains("{after.roles}", lines.Of(Row("companies.suspend", """{"reason":"{after.roles}"}""")), StringComparison.Ordinal);

    private static AuditRow Row(string action, string? after) =>
        new()
        {
            Action = action,
            Summary = "As it was written",
            After = after,
        };
}
