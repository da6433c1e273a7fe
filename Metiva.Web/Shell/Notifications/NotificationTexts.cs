namespace Metiva.Web.Shell.Notifications;

/// <summary>Names the texts of notifications: NotificationTexts.resx and NotificationTexts.nl.resx.</summary>
public sealed class NotificationTexts;
