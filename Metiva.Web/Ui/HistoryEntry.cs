namespace Metiva.Web.Ui;

/// <summary>One thing that happened.</summary>
public sealed record HistoryEntry(DateTimeOffset At, string Who, string What, string? Note = null, Tone Tone = Tone.Neutral);
