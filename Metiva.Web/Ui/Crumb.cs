namespace Metiva.Web.Ui;

/// <summary>A page above the present one.</summary>
public sealed record Crumb(string Text, string Href);
