using Metiva.Tenancy.Jobs;
using Metiva.Web.Ui;

namespace Metiva.Web.Workspace.Jobs;

/// <summary>The jobs' addresses: what they may ask for, and what that means.</summary>
public static class JobAddress
{
    public const string List = "/workspace/jobs";

    /// <summary>What the address of the list may ask for.</summary>
    public static ListRules Rules { get; } =
        new()
        {
            Sorts = ["asked", "due", "kind", "state"],
            DefaultSort = "-asked",
            Filters = [ListFilter.Choice<WorkState>("state"), ListFilter.Text("kind", WorkItem.KindLength)],
        };

    /// <summary>The address of one job.</summary>
    public static string Of(Guid id) => $"{List}/{id:D}";
}
