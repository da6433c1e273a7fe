namespace Metiva.Web.Workspace.Jobs;

/// <summary>What the list of jobs and one job have in common.</summary>
internal static class JobListSql
{
    internal const string Columns =
        "SELECT w.Id, w.Kind, w.State, w.CreatedAt, w.DueAt, w.Attempts, w.Progress, w.CancelAsked, w.Trouble, w.EndedAt, w.RequestedBy";
    internal const string From = " FROM WorkItems w WHERE 1 = 1";
    internal const string CountSql = "SELECT COUNT(*)" + From;

    private const string OfState = " AND w.State = @State";
    private const string OfKind = " AND w.Kind = @Kind";

    internal static string Where(bool state, bool kind) => string.Concat(state ? OfState : "", kind ? OfKind : "");

    /// <summary>The order; the key at the end makes it the same on every page.</summary>
    internal static string OrderBy(string sort, bool descending) =>
        (sort, descending) switch
        {
            ("due", false) => " ORDER BY w.DueAt, w.Id ",
            ("due", true) => " ORDER BY w.DueAt DESC, w.Id DESC ",
            ("kind", false) => " ORDER BY w.Kind, w.CreatedAt, w.Id ",
            ("kind", true) => " ORDER BY w.Kind DESC, w.CreatedAt DESC, w.Id DESC ",
            ("state", false) => " ORDER BY w.State, w.CreatedAt, w.Id ",
            ("state", true) => " ORDER BY w.State DESC, w.CreatedAt DESC, w.Id DESC ",
            (_, false) => " ORDER BY w.CreatedAt, w.Id ",
            (_, true) => " ORDER BY w.CreatedAt DESC, w.Id DESC ",
        };
}
