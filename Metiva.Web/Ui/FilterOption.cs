namespace Metiva.Web.Ui;

/// <summary>One value of a choice, and what it is called.</summary>
public sealed record FilterOption(string Value, string Text);
