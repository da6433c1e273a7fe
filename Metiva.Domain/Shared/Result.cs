namespace Metiva.Domain.Shared;

/// <summary>An expected refusal. <see cref="Code"/> names it for good (logs, API, translations); the message is its English text.</summary>
/// <param name="Code">Dotted lower-case name, stable across releases, e.g. <c>invoices.already-issued</c>.</param>
/// <param name="Message">What happened and what to do, in English. Pages show the text that is translated for the code.</param>
public abstract record Error(string Code, string Message)
{
    /// <summary>Values for the placeholders {0}, {1}, ... of the translated text, in order.</summary>
    public virtual IReadOnlyList<object> Arguments => [];
}

/// <summary>The person may not do this. Carries the permission's name, never what lies behind it.</summary>
public sealed record PermissionDenied(string Permission)
    : Error("access.denied", $"You do not have the permission '{Permission}' here. Ask an Owner or Admin of this company.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [Permission];
}

/// <summary>There is no such record, or it is not for this person: both say the same.</summary>
public sealed record NotFound() : Error("records.not-found", "This record does not exist, or it is not for you.");

/// <summary>Somebody else changed the record first.</summary>
public sealed record ChangedMeanwhile()
    : Error("records.changed", "Somebody else changed this record in the meantime. Look at what is new and try again.");

/// <summary>A field holds something that cannot be accepted.</summary>
/// <param name="Field">The field's name as the form knows it.</param>
/// <param name="Reason">Stable reason: <c>required</c>, <c>too-long</c>, <c>format</c>, <c>range</c>.</param>
public sealed record InvalidField(string Field, string Reason) : Error("records.invalid." + Reason, $"{Field}: {Reason}.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [Field];
}

/// <summary>The outcome of a command that gives nothing back.</summary>
public readonly struct Result
{
    private Result(Error? error) => Error = error;

    /// <summary>The refusal, or null when it was done.</summary>
    public Error? Error { get; }

    /// <summary>Whether it was done.</summary>
    public bool Ok => Error is null;

    /// <summary>It was done.</summary>
    public static Result Done => default;

    /// <summary>A refusal.</summary>
    public static implicit operator Result(Error error) => new(error);
}

/// <summary>The outcome of a command: a value, or an expected refusal. Bugs throw instead.</summary>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T? value, Error? error)
    {
        this.value = value;
        Error = error;
    }

    /// <summary>The refusal, or null when there is a value.</summary>
    public Error? Error { get; }

    /// <summary>Whether there is a value.</summary>
    public bool Ok => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The result is a refusal.</exception>
    public T Value => Error is null ? value! : throw new InvalidOperationException($"No value: {Error.Code}");

    /// <summary>A value.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Result<T>(Error error) => new(default, error);
}
