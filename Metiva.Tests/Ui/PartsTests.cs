using Bunit;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Metiva.Web.Ui;
using Xunit;

namespace Metiva.Tests.Ui;

public sealed class PartsTests : ComponentTest
{
    [Fact]
    public void A_busy_button_does_not_run_twice()
    {
        var runs = 0;
        var gate = new TaskCompletionSource();
        var button = Render<BusyButton>(parameters =>
            parameters
                .Add(b => b.Text, "Versturen")
                .Add(
                    b => b.OnClick,
                    () =>
                    {
                        runs++;
                        return gate.Task;
                    }
                )
        );
        button.Find("button").Click();
        button.Find("button").Click();
        Assert.Equal("true", button.Find("button").GetAttribute("aria-busy"));

        gate.SetResult();
        button.WaitForAssertion(() => Assert.False(button.Find("button").HasAttribute("aria-busy")));
        Assert.Equal(1, runs);
        button.Find("button").Click();
        Assert.Equal(2, runs);
    }

    [Fact]
    public void A_refusal_is_told_in_the_readers_language()
    {
        var error = new PaymentExceedsOpen(Money.Of(12.5m));
        Assert.Contains("€ 12,50 open", Text(error), StringComparison.Ordinal);
        Read("en-GB");
        Assert.Contains("Only €12.50 is open", Text(error), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_without_a_translation_has_its_own_text() =>
        Assert.Contains("Own text.", Text(new Unknown()), StringComparison.Ordinal);

    [Fact]
    public void A_field_shows_only_what_is_wrong_with_itself()
    {
        var error = new InvalidField("LegalName", "required");
        Assert.Equal("Vul Naam in.", Field("LegalName", error).Find(".field-error").TextContent);
        Assert.Empty(Field("City", error).FindAll(".field-error"));
    }

    [Fact]
    public void Moments_carry_their_machine_form()
    {
        var moment = new DateTimeOffset(2026, 5, 14, 9, 0, 0, TimeSpan.FromHours(2));
        var text = Render<DateText>(parameters => parameters.Add(date => date.Moment, moment));
        text.MarkupMatches("<time class=\"date\" datetime=\"2026-05-14T07:00:00Z\">14 mei 2026 09:00</time>");
    }

    [Fact]
    public void Every_icon_has_a_shape() =>
        Assert.All(IconShapes.Names, name => Assert.StartsWith("M", IconShapes.Of(name), StringComparison.Ordinal));

    private string Text(Error error) => Render<ErrorText>(parameters => parameters.Add(text => text.Error, error)).Markup;

    private IRenderedComponent<FieldError> Field(string field, Error error) =>
        Render<FieldError>(parameters => parameters.Add(f => f.Field, field).Add(f => f.Label, "Naam").Add(f => f.Error, error));

    private sealed record Unknown() : Error("tests.unknown", "Own text.");
}
