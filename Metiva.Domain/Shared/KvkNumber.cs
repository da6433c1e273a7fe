namespace Metiva.Domain.Shared;

/// <summary>A number of the Dutch trade register: eight digits, without a check digit.</summary>
public sealed record KvkNumber
{
    /// <summary>Always this long.</summary>
    public const int Length = 8;

    private KvkNumber(string text) => Text = text;

    /// <summary>The digits.</summary>
    public string Text { get; }

    /// <summary>Accepts spaces between the digits.</summary>
    public static Result<KvkNumber> Parse(string? text)
    {
        var compact = (text ?? "").Replace(" ", "", StringComparison.Ordinal);
        return compact.Length == Length && compact.All(char.IsAsciiDigit)
            ? new KvkNumber(compact)
            : new InvalidField(nameof(KvkNumber), "format");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
