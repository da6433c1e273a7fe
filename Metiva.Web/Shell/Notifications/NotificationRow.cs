namespace Metiva.Web.Shell.Notifications;

/// <summary>A notification as its reader gets it.</summary>
public sealed record NotificationRow
{
    public Guid Id { get; init; }
    public string Kind { get; init; } = "";
    public Guid EntityId { get; init; }
    public string Facts { get; init; } = "{}";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ReadAt { get; init; }
}

/// <summary>Which of the person's notifications.</summary>
/// <param name="Unread">Only those that were not read.</param>
/// <param name="Kind">Of one kind only; null for all.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">Rows a page.</param>
public sealed record NotificationRequest(bool Unread = false, string? Kind = null, int Page = 1, int PageSize = 25);

/// <summary>One page of a person's own notifications.</summary>
/// <param name="Rows">The newest first.</param>
/// <param name="Total">How many the filter has.</param>
/// <param name="UnreadCount">How many are unread in all.</param>
public sealed record NotificationList(IReadOnlyList<NotificationRow> Rows, long Total, long UnreadCount);
