using Metiva.Tenancy.Mail;
using Metiva.Web.Ui;

namespace Metiva.Web.Workspace.Mail;

/// <summary>The mail log's addresses: what they may ask for, and what that means.</summary>
public static class MailLogAddress
{
    public const string List = "/workspace/mail";
    public const string PreviewPattern = List + "/{id:guid}/preview";

    /// <summary>What the address of the list may ask for.</summary>
    public static ListRules Rules { get; } =
        new()
        {
            Sorts = ["created", "sent", "to", "state"],
            DefaultSort = "-created",
            Filters = [ListFilter.Text("q"), ListFilter.Choice<MailState>("state"), ListFilter.Text("kind", OutgoingMail.KindLength)],
        };

    /// <summary>The address of one mail.</summary>
    public static string Of(Guid id) => $"{List}/{id:D}";

    /// <summary>The address of what it looks like, for a frame.</summary>
    public static string Preview(Guid id) => $"{Of(id)}/preview";
}
