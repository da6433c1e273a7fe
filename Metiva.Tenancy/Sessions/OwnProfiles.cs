using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Sessions;

/// <summary>What a person sees and sets about themselves.</summary>
/// <param name="Name">Display name, from the directory.</param>
/// <param name="Email">Mail address, from the directory.</param>
/// <param name="Language"><c>nl</c> or <c>en</c>; null follows the browser.</param>
/// <param name="Theme"><c>light</c> or <c>dark</c>; null follows the device.</param>
public sealed record OwnProfile(string Name, string? Email, string? Language, string? Theme);

/// <summary>One's own profile. It belongs to the person, not to a company.</summary>
public sealed class OwnProfiles(ControlPlaneDatabase controlPlane)
{
    /// <summary>Reads it.</summary>
    public Task<OwnProfile> ReadAsync(PersonContext person, CancellationToken cancellationToken) =>
        controlPlane.ReadAsync(
            (context, token) =>
                context
                    .People.Where(row => row.Id == person.PersonId)
                    .Select(row => new OwnProfile(row.Name, row.Email, row.Language, row.Theme))
                    .SingleAsync(token),
            cancellationToken
        );

    /// <summary>Keeps language and theme; null goes back to what the browser or device says.</summary>
    public Task<Result<bool>> SaveAsync(PersonContext person, string? language, string? theme, CancellationToken cancellationToken) =>
        controlPlane.WriteAsync<bool>(
            async (context, token) =>
            {
                var row = await context.People.SingleAsync(row => row.Id == person.PersonId, token);
                row.Language = language;
                row.Theme = theme;
                return true;
            },
            cancellationToken
        );
}
