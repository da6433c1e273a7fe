namespace Metiva.Domain.Access;

/// <summary>The five ordinary permissions of one part of the product.</summary>
public class Area
{
    private readonly string prefix;
    private readonly RoleTableRow row;

    internal Area(string prefix, RoleTableRow row)
    {
        this.prefix = prefix;
        this.row = row;
        Read = Add("read", Act.Read);
        Create = Add("create", Act.Create);
        Edit = Add("edit", Act.Edit);
        Delete = Add("delete", Act.Delete);
        Configure = Add("configure", Act.Configure);
    }

    /// <summary>Look at records.</summary>
    public Permission Read { get; }

    /// <summary>Make records.</summary>
    public Permission Create { get; }

    /// <summary>Change records.</summary>
    public Permission Edit { get; }

    /// <summary>Remove records.</summary>
    public Permission Delete { get; }

    /// <summary>Set this part up.</summary>
    public Permission Configure { get; }

    private protected Permission Add(string name, Act act, RoleTableRow? grantedBy = null) =>
        Permissions.Declare($"{prefix}.{name}", act, grantedBy ?? row);
}

/// <summary>Quotes and contracts.</summary>
public sealed class ContractsArea : Area
{
    internal ContractsArea(RoleTableRow row)
        : base("contracts", row)
    {
        Accept = Add("accept", Act.Portal);
        Sign = Add("sign", Act.Portal);
    }

    /// <summary>Accept a quote as the client.</summary>
    public Permission Accept { get; }

    /// <summary>Sign a contract as the client.</summary>
    public Permission Sign { get; }
}

/// <summary>Invoices: drafts, and what only Owner and Finance do with them.</summary>
public sealed class InvoicesArea : Area
{
    internal InvoicesArea(RoleTableRow drafts, RoleTableRow issuing)
        : base("invoices", drafts)
    {
        Issue = Add("issue", Act.Edit, issuing);
        Credit = Add("credit", Act.Edit, issuing);
        WriteOff = Add("write-off", Act.Edit, issuing);
        ReadReviews = Add("read-reviews", Act.Read, issuing);
    }

    /// <summary>Approve a draft and give it its number, or send it back.</summary>
    public Permission Issue { get; }

    /// <summary>Make a credit note.</summary>
    public Permission Credit { get; }

    /// <summary>Write an invoice off as uncollectible.</summary>
    public Permission WriteOff { get; }

    /// <summary>See the review queue.</summary>
    public Permission ReadReviews { get; }
}

/// <summary>Payments, and the client's invoices in the portal.</summary>
public sealed class PaymentsArea : Area
{
    internal PaymentsArea(RoleTableRow row)
        : base("payments", row)
    {
        Pay = Add("pay", Act.Portal);
    }

    /// <summary>Pay an invoice as the client.</summary>
    public Permission Pay { get; }
}

/// <summary>An area where the client can leave a comment.</summary>
public sealed class DiscussedArea : Area
{
    internal DiscussedArea(string prefix, RoleTableRow row)
        : base(prefix, row)
    {
        Comment = Add("comment", Act.Portal);
    }

    /// <summary>Comment as the client.</summary>
    public Permission Comment { get; }
}

/// <summary>Files.</summary>
public sealed class FilesArea : Area
{
    internal FilesArea(RoleTableRow row)
        : base("files", row)
    {
        Upload = Add("upload", Act.Portal);
    }

    /// <summary>Upload a file as the client.</summary>
    public Permission Upload { get; }
}

/// <summary>Hours.</summary>
public sealed class TimeArea : Area
{
    internal TimeArea(RoleTableRow row)
        : base("time", row)
    {
        Approve = Add("approve", Act.Edit);
    }

    /// <summary>Approve hours; nobody approves their own.</summary>
    public Permission Approve { get; }
}

/// <summary>What people ask about their own data.</summary>
public sealed class SubjectRequestsArea : Area
{
    internal SubjectRequestsArea(RoleTableRow row)
        : base("subject-requests", row)
    {
        Ask = Add("ask", Act.Portal);
    }

    /// <summary>Make a request as the client.</summary>
    public Permission Ask { get; }
}
