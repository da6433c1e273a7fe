using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.Search;

/// <summary>
/// What one record can be found by. A row of its own beside the record, written in the same transaction, with what decides who may
/// find it. It never holds what a client must not read: notes, reasons, costs, hours.
/// </summary>
public sealed class SearchEntry
{
    /// <summary>The longest <see cref="EntityType"/>.</summary>
    public const int TypeLength = 32;

    /// <summary>The longest <see cref="Title"/>.</summary>
    public const int TitleLength = 400;

    /// <summary>Key, given by the database; the full-text index knows the row by it.</summary>
    public long Id { get; private set; }

    /// <summary>What kind of record, such as <c>Invoice</c>: one of <see cref="SearchTypes"/>.</summary>
    public required string EntityType { get; init; }

    /// <summary>Which one.</summary>
    public required Guid EntityId { get; init; }

    /// <summary>Whether a client may find it.</summary>
    public bool Published { get; set; }

    /// <summary>Who made it; null when it is nobody's own.</summary>
    public PersonId? OwnerId { get; set; }

    /// <summary>Who looks after it.</summary>
    public PersonId? AssigneeId { get; set; }

    /// <summary>What it is called.</summary>
    public string Title { get; set; } = "";

    /// <summary>What else it is found by.</summary>
    public string Text { get; set; } = "";

    /// <summary>Title and text as plain words, for a server without a full-text index; see <see cref="SearchWords.Fold"/>.</summary>
    public string Words { get; set; } = "";
}

/// <summary>The kinds of records that can be found.</summary>
public static class SearchTypes
{
    /// <summary>Accounts.</summary>
    public const string Account = "Account";

    /// <summary>Contacts at accounts.</summary>
    public const string Contact = "Contact";

    /// <summary>Invoices.</summary>
    public const string Invoice = "Invoice";

    /// <summary>Contracts.</summary>
    public const string Contract = "Contract";

    /// <summary>Projects.</summary>
    public const string Project = "Project";

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> All { get; } = [Account, Contact, Invoice, Contract, Project];
}
