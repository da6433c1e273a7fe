using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Metiva.Domain.Shared;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// The administrator's connection string of a server that somebody registers: a name, a password and how the line is protected.
/// Anything else could send what this machine or its identity holds to a server of that person's choice, so it is refused.
/// </summary>
internal static partial class SqlServerAdministrator
{
    private static readonly FrozenSet<string> Allowed = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "User ID",
        "Password",
        "Data Source",
        "Initial Catalog",
        "Encrypt",
        "Trust Server Certificate",
        "Host Name In Certificate",
        "Multi Subnet Failover",
        "Connect Timeout",
        "Connect Retry Count"
    );

    /// <summary>Whether it is a host, a host and port, or a host and instance: a pipe or another protocol is none.</summary>
    internal static bool IsAddress(string address) => Address().IsMatch(address);

    /// <summary>Why it cannot be a server's; null when it can.</summary>
    internal static Error? Check(string text) => TryRead(text) is null ? new InvalidField("administrator", "format") : null;

    /// <summary>The connection string to keep: made for this address and for no other.</summary>
    /// <exception cref="ArgumentException">It cannot be a server's. Nothing of it is quoted.</exception>
    internal static string For(string address, string text)
    {
        var builder = TryRead(text) ?? throw new ArgumentException("This is not a connection string of an administrator.", nameof(text));
        builder.DataSource = address;
        return builder.ConnectionString;
    }

    /// <summary>What was kept for this address; null when it was given for another one, or is none.</summary>
    internal static SqlConnectionStringBuilder? Read(string address, string kept) =>
        TryRead(kept) is { } builder && string.Equals(builder.DataSource, address, StringComparison.OrdinalIgnoreCase) ? builder : null;

    private static SqlConnectionStringBuilder? TryRead(string text)
    {
        try
        {
            var builder = new SqlConnectionStringBuilder(text);
            var said = builder.Keys.Cast<string>().Where(builder.ShouldSerialize);
            return said.All(Allowed.Contains) && builder.UserID.Length > 0 && builder.Password.Length > 0 ? builder : null;
        }
        // The driver's message quotes what it does not understand, which may be part of a password.
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @"^[A-Za-z0-9]([A-Za-z0-9.\-]{0,252}[A-Za-z0-9])?(\\[A-Za-z0-9_$#]{1,64}|,[0-9]{1,5})?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Address();
}
