using Metiva.Domain.Shared;

namespace Metiva.Domain.Accounts;

/// <summary>A person at an account.</summary>
public sealed class Contact
{
    private Contact() { }

    /// <summary>Its key.</summary>
    public Guid Id { get; private set; }

    /// <summary>The account where the person works.</summary>
    public Guid AccountId { get; private set; }

    /// <summary>Full name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What the person does there.</summary>
    public string? JobTitle { get; private set; }

    /// <summary>Email address.</summary>
    public string? Email { get; private set; }

    /// <summary>Phone number.</summary>
    public string? Phone { get; private set; }

    /// <summary>Concurrency token; every change adds one.</summary>
    public long Version { get; private set; }

    /// <summary>Enters a contact.</summary>
    public static Result<Contact> Create(Account account, string name, string? jobTitle, string? email, string? phone, DateTimeOffset at)
    {
        var contact = new Contact { Id = Guid.CreateVersion7(at), AccountId = account.Id };
        var changed = contact.Change(name, jobTitle, email, phone);
        return changed.Ok ? contact : changed.Error!;
    }

    /// <summary>Replaces the details.</summary>
    public Result Change(string name, string? jobTitle, string? email, string? phone)
    {
        var refusal =
            Limits.Check(nameof(Name), name, Limits.Name)
            ?? Limits.Check(nameof(JobTitle), jobTitle, Limits.Name, required: false)
            ?? Limits.Check(nameof(Email), email, Limits.Email, required: false)
            ?? Limits.Check(nameof(Phone), phone, Limits.Phone, required: false);
        if (refusal is not null)
        {
            return refusal;
        }

        Name = name.Trim();
        JobTitle = Limits.Clean(jobTitle);
        Email = Limits.Clean(email);
        Phone = Limits.Clean(phone);
        Version++;
        return Result.Done;
    }
}
