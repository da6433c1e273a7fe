namespace Metiva.Web.Workspace.Mail;

/// <summary>What the list of mails and one mail have in common. The secret of a mail is in none of it, only whether there is one.</summary>
internal static class MailListSql
{
    internal const string Columns =
        "SELECT m.Id, m.Kind, m.ToAddress, m.ToName, m.Language, m.Subject, m.State, m.Attempts, m.CreatedAt, m.SentAt, m.Trouble,"
        + " m.EntityType, m.EntityId, m.Asked, m.Version,"
        + @" CASE WHEN m.Secret IS NOT NULL OR m.Text NOT LIKE @Mark ESCAPE '\' THEN 1 ELSE 0 END AS IsWhole";
    internal const string From = " FROM Mails m WHERE 1 = 1";
    internal const string CountSql = "SELECT COUNT(*)" + From;

    private const string OfState = " AND m.State = @State";
    private const string OfKind = " AND m.Kind = @Kind";
    private const string WithText =
        @" AND (m.ToAddress LIKE @Search ESCAPE '\' OR m.ToName LIKE @Search ESCAPE '\' OR m.Subject LIKE @Search ESCAPE '\')";

    internal static string Where(bool search, bool state, bool kind) =>
        string.Concat(search ? WithText : "", state ? OfState : "", kind ? OfKind : "");

    /// <summary>The order; the key at the end makes it the same on every page.</summary>
    internal static string OrderBy(string sort, bool descending) =>
        (sort, descending) switch
        {
            ("sent", false) => " ORDER BY m.SentAt, m.CreatedAt, m.Id ",
            ("sent", true) => " ORDER BY m.SentAt DESC, m.CreatedAt DESC, m.Id DESC ",
            ("to", false) => " ORDER BY m.ToAddress, m.CreatedAt, m.Id ",
            ("to", true) => " ORDER BY m.ToAddress DESC, m.CreatedAt DESC, m.Id DESC ",
            ("state", false) => " ORDER BY m.State, m.CreatedAt, m.Id ",
            ("state", true) => " ORDER BY m.State DESC, m.CreatedAt DESC, m.Id DESC ",
            (_, false) => " ORDER BY m.CreatedAt, m.Id ",
            (_, true) => " ORDER BY m.CreatedAt DESC, m.Id DESC ",
        };
}
