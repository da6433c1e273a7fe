namespace Metiva.Web.Shell.Refused;

/// <summary>Names the texts of refusals: for each <see cref="Refusal.Code"/> a title, what happened, and what to do next.</summary>
public sealed class RefusalTexts;
