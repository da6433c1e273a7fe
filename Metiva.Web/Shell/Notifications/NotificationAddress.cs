using Metiva.Tenancy.Notifications;
using Metiva.Web.Ui;

namespace Metiva.Web.Shell.Notifications;

/// <summary>Where a person's notifications are.</summary>
public static class NotificationAddress
{
    public const string Workspace = "/workspace/notifications";
    public const string Portal = "/portal/notifications";

    /// <summary>What the address of the list may ask for.</summary>
    public static ListRules Rules { get; } =
        new()
        {
            Sorts = ["when"],
            DefaultSort = "-when",
            Filters =
            [
                ListFilter.Choice("show", "unread"),
                ListFilter.Choice("about", [.. NotificationKinds.All.Select(kind => kind.Name)]),
            ],
        };

    /// <summary>The list.</summary>
    public static string Of(bool portal) => portal ? Portal : Workspace;
}
