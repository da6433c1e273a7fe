namespace Metiva.Web.Ui;

/// <summary>What a colour says.</summary>
public enum Tone
{
    /// <summary>Nothing in particular.</summary>
    Neutral,

    /// <summary>Under way.</summary>
    Info,

    /// <summary>Done, paid, well.</summary>
    Good,

    /// <summary>Needs attention.</summary>
    Warning,

    /// <summary>Late, refused, dangerous.</summary>
    Bad,
}
