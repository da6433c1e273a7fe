using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;

namespace Metiva.Domain.Accounts;

/// <summary>What people enter about an account.</summary>
public sealed record AccountDetails(string Name, KvkNumber? KvkNumber, VatId? VatId, Address Address, string? Email, string? Phone);

/// <summary>An organisation that the company deals with: it gets invoices, contracts and projects.</summary>
public sealed class Account
{
    private Account() { }

    /// <summary>Its key.</summary>
    public Guid Id { get; private set; }

    /// <summary>Full legal name, as invoices carry it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Trade register number.</summary>
    public KvkNumber? KvkNumber { get; private set; }

    /// <summary>VAT number; needed when VAT is reverse-charged.</summary>
    public VatId? VatId { get; private set; }

    /// <summary>Where invoices go.</summary>
    public Address Address { get; private set; } = Address.Empty;

    /// <summary>General email address.</summary>
    public string? Email { get; private set; }

    /// <summary>General phone number.</summary>
    public string? Phone { get; private set; }

    /// <summary>Who entered it.</summary>
    public PersonId CreatedBy { get; private set; }

    /// <summary>Who looks after it.</summary>
    public PersonId? AssignedTo { get; private set; }

    /// <summary>When it was entered.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Concurrency token; every change adds one.</summary>
    public long Version { get; private set; }

    /// <summary>Enters an account.</summary>
    public static Result<Account> Create(AccountDetails details, Actor by, DateTimeOffset at)
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(at),
            CreatedBy = by.Id,
            CreatedAt = at,
        };
        var changed = account.Change(details);
        return changed.Ok ? account : changed.Error!;
    }

    /// <summary>Replaces the details. Issued invoices keep what they carried.</summary>
    public Result Change(AccountDetails details)
    {
        var refusal =
            Limits.Check(nameof(Name), details.Name, Limits.Name)
            ?? Limits.Check(nameof(Email), details.Email, Limits.Email, required: false)
            ?? Limits.Check(nameof(Phone), details.Phone, Limits.Phone, required: false)
            ?? details.Address.Check();
        if (refusal is not null)
        {
            return refusal;
        }

        Name = details.Name.Trim();
        KvkNumber = details.KvkNumber;
        VatId = details.VatId;
        Address = details.Address;
        Email = Limits.Clean(details.Email);
        Phone = Limits.Clean(details.Phone);
        Version++;
        return Result.Done;
    }

    /// <summary>Hands it to somebody, or to nobody.</summary>
    public void AssignTo(PersonId? person)
    {
        AssignedTo = person;
        Version++;
    }
}
