using Metiva.Domain.Shared;

namespace Metiva.Domain.Servers;

/// <summary>What is written down about a server.</summary>
public static class ServerFacts
{
    /// <summary>The longest name.</summary>
    public const int NameLength = 100;

    /// <summary>The longest address.</summary>
    public const int AddressLength = 400;

    /// <summary>The longest administrator's connection string.</summary>
    public const int AdministratorLength = 2_000;

    /// <summary>Whether a server can be written down like this; null when it can.</summary>
    public static Error? Check(string? name, string? region, string? address) =>
        Text("name", name, NameLength)
        ?? Text("region", region, Regions.MaxLength)
        ?? Text("address", address, AddressLength, required: false);

    /// <summary>Whether this can be an administrator's connection string; null when it can.</summary>
    /// <param name="administrator">The text; it is never repeated in an error.</param>
    /// <param name="required">Whether there has to be one.</param>
    public static Error? CheckAdministrator(string? administrator, bool required) =>
        Limits.Check("administrator", administrator, AdministratorLength, required);

    private static Error? Text(string field, string? text, int max, bool required = true) =>
        Limits.Check(field, text, max, required) ?? (text?.Any(char.IsControl) == true ? new InvalidField(field, "format") : null);
}
