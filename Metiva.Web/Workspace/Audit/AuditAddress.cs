using Metiva.Tenancy.CompanyData;
using Metiva.Web.Ui;

namespace Metiva.Web.Workspace.Audit;

/// <summary>The log's addresses: what they may ask for, and what that means.</summary>
public static class AuditAddress
{
    public const string List = "/workspace/audit";
    public const string People = List + "/people";
    public const string Csv = List + "/export.csv";
    public const string Json = List + "/export.json";

    /// <summary>What they may ask for.</summary>
    public static ListRules Rules { get; } =
        new()
        {
            // Newest first, always: a log has no other order.
            Sorts = ["time"],
            DefaultSort = "-time",
            Filters =
            [
                ListFilter.Text("q"),
                ListFilter.Text("who"),
                ListFilter.Text("action"),
                ListFilter.Text("type", AuditRecord.EntityLength),
                ListFilter.Text("record", AuditRecord.EntityLength),
                ListFilter.Date("from"),
                ListFilter.Date("to"),
            ],
        };

    /// <summary>Which records an address asks for.</summary>
    public static AuditFilter Filter(ListQuery query) =>
        new(
            query.Text("who"),
            query.Text("action"),
            query.Text("type"),
            query.Text("record"),
            query.Date("from"),
            query.Date("to"),
            query.Text("q")
        );
}
