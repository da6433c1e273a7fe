using Bunit;
using Metiva.Tenancy.Binding;
using Metiva.Tests.Ui;
using Metiva.Web.Shell.Refused;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Shell;

public sealed class RefusalTests : ComponentTest
{
    public static TheoryData<string, string> EveryRefusal
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var refusal in All())
            {
                all.Add(refusal.Code, "nl-NL");
                all.Add(refusal.Code, "en-GB");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(EveryRefusal))]
    public void Says_what_happened_and_what_to_do_next(string code, string culture)
    {
        Read(culture);
        var refusal = All().First(candidate => candidate.Code == code);
        var panel = Show(refusal);
        Assert.Equal(code, panel.Find("main").GetAttribute("data-refusal"));
        var texts = panel.FindAll("h1, p").Select(part => part.TextContent.Trim()).ToList();
        Assert.All(texts, text => Assert.DoesNotContain(code + ".", text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.NotEmpty(text));
        Assert.NotEmpty(panel.FindAll("a.button"));
    }

    [Theory]
    [MemberData(nameof(EveryRefusal))]
    public void Is_worded_in_each_language_for_itself(string code, string culture)
    {
        var refusal = All().First(candidate => candidate.Code == code);
        Read(culture);
        var here = Show(refusal).Find("h1").TextContent;
        Read(culture == "nl-NL" ? "en-GB" : "nl-NL");
        Assert.NotEqual(here, Show(refusal).Find("h1").TextContent);
    }

    [Fact]
    public void A_company_that_does_not_exist_and_one_that_is_not_yours_look_the_same() =>
        Assert.Equal(
            Show(Refusal.Of(BindingOutcome.CompanyUnknown)).Markup,
            Show(Refusal.Of(BindingOutcome.NotAMember)).Markup,
            StringComparer.Ordinal
        );

    [Fact]
    public void Reloading_asks_for_the_very_page_that_was_refused()
    {
        Navigation.NavigateTo("/workspace/invoices?state=open");
        var links = Show(Refusal.Of(BindingOutcome.Busy)).FindAll("a.button");
        Assert.Equal("/workspace/invoices?state=open", links[0].GetAttribute("href"));
        Assert.Equal("/account/sign-out", links[1].GetAttribute("href"));
    }

    private static IEnumerable<Refusal> All() =>
        Enum.GetValues<BindingOutcome>()
            .Where(outcome => outcome is not (BindingOutcome.Bound or BindingOutcome.CompanyUnknown))
            .Select(Refusal.Of)
            .Concat([
                Refusal.PermissionDenied,
                Refusal.CompanyChanged,
                Refusal.NotFound,
                Refusal.Failed,
                Refusal.BadRequest,
                Refusal.TooManyRequests,
                Refusal.TooManyPages,
                Refusal.TooManyRows,
                Refusal.SwitchedOff,
                Refusal.QuotaUsedUp,
            ]);

    private IRenderedComponent<RefusedPanel> Show(Refusal refusal) =>
        Render<RefusedPanel>(parameters => parameters.Add(p => p.Refusal, refusal));
}
