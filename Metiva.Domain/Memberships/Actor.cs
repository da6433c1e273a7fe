namespace Metiva.Domain.Memberships;

/// <summary>Who does something, with the name that history keeps even when the person has left.</summary>
public readonly record struct Actor(PersonId Id, string Name);
