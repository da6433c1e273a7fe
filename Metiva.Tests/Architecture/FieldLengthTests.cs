using System.Text.RegularExpressions;
using Xunit;

namespace Metiva.Tests.Architecture;

/// <summary>What a person types goes over the circuit at once: each field says in the browser how much it takes.</summary>
public sealed partial class FieldLengthTests
{
    // What is typed or pasted into these is text of any length.
    private static readonly string[] Typed = ["text", "search", "email", "password", "url", "tel"];

    [Fact]
    public void Every_field_that_takes_text_says_how_much()
    {
        var fields = Sources
            .Code("Metiva.Web")
            .Where(file => file.Path.EndsWith(".razor", StringComparison.Ordinal))
            .SelectMany(file => TextFields(file.Code).Select(field => (file.Path, Field: field)))
            .ToList();

        Assert.True(fields.Count >= 20, $"Only {fields.Count} fields were found.");
        Assert.Empty(fields.Where(field => !MaxLength().IsMatch(field.Field)).Select(field => $"{field.Path}: {field.Field}"));
    }

    [Theory]
    [InlineData("<input @bind=\"a\" />", true)]
    [InlineData("<input type=\"email\" @oninput=\"() => Change(a > b)\" />", true)]
    [InlineData("<InputTextArea @bind-Value=\"a\" />", true)]
    [InlineData("<RadzenTextBox @bind-Value=\"a\" />", true)]
    [InlineData("<textarea\n    @bind=\"a\"></textarea>", true)]
    [InlineData("<input type=\"checkbox\" @bind=\"a\" />", false)]
    [InlineData("<input type=\"hidden\" value=\"a\" />", false)]
    [InlineData("<input readonly value=\"@Link\" />", false)]
    public void A_field_that_takes_text_is_known(string markup, bool takesText) => Assert.Equal(takesText, TextFields(markup).Any());

    private static IEnumerable<string> TextFields(string markup) =>
        Field()
            .Matches(markup)
            .Where(field => Kind().Match(field.Value) is not { Success: true } kind || Typed.Contains(kind.Groups["kind"].Value))
            .Select(field => field.Value)
            .Where(field => !ReadOnly().IsMatch(field));

    [GeneratedRegex(
        @"<(input|textarea|InputText|InputTextArea|RadzenTextBox|RadzenTextArea|RadzenPassword)\b(""[^""]*""|[^"">])*>",
        RegexOptions.ExplicitCapture,
        5_000
    )]
    private static partial Regex Field();

    [GeneratedRegex(@"\btype=""(?<kind>\w+)""", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Kind();

    [GeneratedRegex(@"\smaxlength=""@[\w.]+""", RegexOptions.IgnoreCase, 5_000)]
    private static partial Regex MaxLength();

    [GeneratedRegex(@"\sreadonly\b", RegexOptions.None, 5_000)]
    private static partial Regex ReadOnly();
}
