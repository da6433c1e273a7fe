using Radzen;

namespace Metiva.Web.Ui;

/// <summary>Dialogs as this product opens them: reachable by keyboard, closed by Escape, as wide as the screen allows.</summary>
public static class Dialogs
{
    /// <summary>Asks; false when the person declines, presses Escape or closes the dialog.</summary>
    /// <param name="dialogs">The circuit's dialogs.</param>
    /// <param name="title">What it is about.</param>
    /// <param name="text">What will happen, and whether it can be undone.</param>
    /// <param name="confirm">What the confirming button says: the act itself.</param>
    /// <param name="danger">Whether the act destroys something.</param>
    public static async Task<bool> AskAsync(this DialogService dialogs, string title, string text, string confirm, bool danger = false)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ConfirmDialog.Text)] = text,
            [nameof(ConfirmDialog.Confirm)] = confirm,
            [nameof(ConfirmDialog.Danger)] = danger,
        };
        return await dialogs.OpenAsync<ConfirmDialog>(title, parameters!, Options(focusesFirst: false)) is true;
    }

    /// <summary>The options for a dialog of our own.</summary>
    public static DialogOptions Options(string width = "32rem", bool focusesFirst = true) =>
        new()
        {
            Width = $"min({width}, calc(100vw - 2rem))",
            CloseDialogOnEsc = true,
            CloseDialogOnOverlayClick = true,
            AutoFocusFirstElement = focusesFirst,
            Resizable = false,
            Draggable = false,
        };
}
