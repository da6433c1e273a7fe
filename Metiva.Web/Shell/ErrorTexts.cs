using Metiva.Domain.Shared;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Shell;

/// <summary>Names the texts of expected refusals; the key is <see cref="Error.Code"/>.</summary>
public sealed class ErrorTexts;

/// <summary>From a refusal to words.</summary>
public static class ErrorWords
{
    /// <summary>The refusal in the reader's language; its own English text where none is written for it.</summary>
    public static string Of(this IStringLocalizer<ErrorTexts> texts, Error error) => texts.Of(error, label: null);

    /// <summary>The same for a field, which the reader knows by its label.</summary>
    public static string Of(this IStringLocalizer<ErrorTexts> texts, Error error, string? label)
    {
        object[] arguments = label is null ? [.. error.Arguments] : [label];
        var text = texts[error.Code, arguments];
        return text.ResourceNotFound ? error.Message : text.Value;
    }
}
