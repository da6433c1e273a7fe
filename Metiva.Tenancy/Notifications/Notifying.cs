using System.Text.Encodings.Web;
using System.Text.Json;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Notifications;

/// <summary>How commands tell people of what they do: in the same transaction, so there is never the one without the other.</summary>
public static class Notifying
{
    // It is never put into a page as it is.
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Tells one person, unless it is they who do it, they are no member here any more, may not know, or do not want to.
    /// </summary>
    /// <param name="write">The command's unit of work.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="entity">To which record.</param>
    /// <param name="values">What the text needs: an object of texts.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task NotifyAsync(
        this CompanyWrite write,
        NotificationKind kind,
        Guid entity,
        object values,
        PersonId person,
        CancellationToken cancellationToken
    ) => write.TellAsync(kind, entity, values, only: person, cancellationToken);

    /// <summary>Tells everybody at the company who may know, but not whoever does it, nor those who do not want to.</summary>
    /// <param name="write">The command's unit of work.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="entity">To which record.</param>
    /// <param name="values">What the text needs: an object of texts.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task NotifyAllAsync(
        this CompanyWrite write,
        NotificationKind kind,
        Guid entity,
        object values,
        CancellationToken cancellationToken
    ) => write.TellAsync(kind, entity, values, only: null, cancellationToken);

    /// <summary>
    /// Tells everybody at the company who may know, once: not who was told of this record before, nor who has one of the kind left to read.
    /// </summary>
    /// <param name="write">The unit of work.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="entity">To which record.</param>
    /// <param name="values">What the text needs: an object of texts.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async Task NotifyAllOnceAsync(
        this CompanyWrite write,
        NotificationKind kind,
        Guid entity,
        object values,
        CancellationToken cancellationToken
    )
    {
        var told = await write
            .Data.Notifications.Where(row => row.Kind == kind.Name && (row.EntityId == entity || row.ReadAt == null))
            .Select(row => row.PersonId)
            .Distinct()
            .ToListAsync(cancellationToken);
        var members = write.Tenant.Colleagues().Where(member => !told.Contains(member.PersonId));
        await AddAsync(write.Data, members, write.Tenant.CompanyKind, kind, entity, values, write.Now, cancellationToken);
    }

    /// <summary>Everybody at the company as they are now, each with the kinds that they may know of.</summary>
    public static IReadOnlyList<NotificationReader> Readers(this CompanyWrite write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return
        [
            .. write
                .Tenant.Colleagues()
                .Select(member => new NotificationReader(
                    member.PersonId,
                    member.PersonName,
                    member.Roles.Bits == 1 << (int)Role.Client,
                    [.. NotificationKinds.All.Where(kind => kind.IsFor(member.Roles, write.Tenant.CompanyKind))]
                )),
        ];
    }

    /// <summary>Tells those of these members who may know and want to.</summary>
    /// <param name="data">The company's data, to be saved by the caller.</param>
    /// <param name="members">Members of that company.</param>
    /// <param name="company">What the company is to the agency.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="entity">To which record.</param>
    /// <param name="values">What the text needs: an object of texts.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async Task AddAsync(
        CompanyContext data,
        IEnumerable<MemberEntry> members,
        CompanyKind company,
        NotificationKind kind,
        Guid entity,
        object values,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        List<PersonId> people = [.. members.Where(member => kind.IsFor(member.Roles, company)).Select(member => member.PersonId)];
        if (people.Count == 0)
        {
            return;
        }

        var wishes = await data
            .NotificationPreferences.Where(row => people.Contains(row.PersonId))
            .ToDictionaryAsync(row => row.PersonId, cancellationToken);
        var text = JsonSerializer.Serialize(values, Plain);
        foreach (var person in people.Where(person => wishes.GetValueOrDefault(person)?.Mutes(kind.Name) != true))
        {
            data.Notifications.Add(
                new Notification
                {
                    Id = Guid.CreateVersion7(now),
                    PersonId = person,
                    Kind = kind.Name,
                    EntityId = entity,
                    Facts = text,
                    CreatedAt = now,
                }
            );
        }
    }

    private static Task TellAsync(
        this CompanyWrite write,
        NotificationKind kind,
        Guid entity,
        object values,
        PersonId? only,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(kind);
        var tenant = write.Tenant;
        var members = tenant
            .Colleagues()
            .Where(member => member.PersonId != tenant.PersonOrNull && (only is null || member.PersonId == only));
        return AddAsync(write.Data, members, tenant.CompanyKind, kind, entity, values, write.Now, cancellationToken);
    }
}

/// <summary>A member, and what they may be told of.</summary>
/// <param name="Id">Who.</param>
/// <param name="Name">What they are called.</param>
/// <param name="InPortal">Whether the portal is all that they see.</param>
/// <param name="Kinds">What they may be told of.</param>
public sealed record NotificationReader(PersonId Id, string Name, bool InPortal, IReadOnlyList<NotificationKind> Kinds);
