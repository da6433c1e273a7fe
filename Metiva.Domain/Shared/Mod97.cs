namespace Metiva.Domain.Shared;

/// <summary>The remainder by 97 of a text whose letters count as numbers, A = 10 to Z = 35 (ISO 7064).</summary>
internal static class Mod97
{
    /// <summary>Expects digits and upper-case letters only.</summary>
    public static int Remainder(string text)
    {
        var remainder = 0;
        foreach (var character in text)
        {
            remainder = char.IsAsciiDigit(character)
                ? ((remainder * 10) + (character - '0')) % 97
                : ((remainder * 100) + (character - 'A' + 10)) % 97;
        }

        return remainder;
    }
}
