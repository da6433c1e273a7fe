namespace Metiva.Web.Identity.Entra;

/// <summary>Error codes that an issuer sent. They come from outside, so only what a code can look like reaches the log.</summary>
internal static class IssuerCode
{
    private const int Longest = 40;
    private static readonly string[] NeedPerson =
    [
        "login_required",
        "interaction_required",
        "consent_required",
        "account_selection_required",
    ];

    /// <summary>The code when it looks like one, else a word that says it does not.</summary>
    public static string Clean(string? code) =>
        code is { Length: > 0 and <= Longest } && code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')
            ? code
            : "unreadable";

    /// <summary>Whether the issuer only says that it has to ask the person something.</summary>
    public static bool NeedsPerson(string code) => NeedPerson.Contains(code, StringComparer.Ordinal);
}

/// <summary>The issuer answered with an error instead of a code.</summary>
internal sealed class IssuerErrorException(string code) : Exception($"The issuer answered with the error {code}.")
{
    /// <summary>The error, known to look like one.</summary>
    public string Code => code;
}
