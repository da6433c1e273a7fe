namespace Metiva.Domain.Access;

/// <summary>How far a grant reaches. A wider scope has the higher value.</summary>
public enum Scope
{
    /// <summary>Not granted.</summary>
    None = 0,

    /// <summary>What was shown to the client.</summary>
    Published = 1,

    /// <summary>Created by or assigned to the person.</summary>
    Own = 2,

    /// <summary>Every record of the company.</summary>
    All = 3,
}

/// <summary>What kind of act a permission is; a letter of the role table stands for a set of these.</summary>
public enum Act
{
    /// <summary>Look.</summary>
    Read = 0,

    /// <summary>Make.</summary>
    Create = 1,

    /// <summary>Change.</summary>
    Edit = 2,

    /// <summary>Remove.</summary>
    Delete = 3,

    /// <summary>Set up.</summary>
    Configure = 4,

    /// <summary>What only a client does in the portal: accept, sign, pay, comment.</summary>
    Portal = 5,
}

/// <summary>One named act, such as <c>invoices.issue</c>. Instances exist only in <see cref="Permissions"/>.</summary>
public sealed class Permission
{
    internal Permission(int index, string name, Act act, RoleTableRow row)
    {
        Index = index;
        Name = name;
        Act = act;
        Row = row;
    }

    /// <summary>The name, which is also the authorization policy's name.</summary>
    public string Name { get; }

    /// <summary>The kind of act.</summary>
    public Act Act { get; }

    /// <summary>The row of the role table that grants it.</summary>
    public RoleTableRow Row { get; }

    /// <summary>Position in <see cref="Permissions.All"/>; means nothing outside this process.</summary>
    public int Index { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
