namespace Metiva.Web.Workspace.Invoices;

/// <summary>Names the texts of this feature.</summary>
public sealed class InvoicesTexts;
