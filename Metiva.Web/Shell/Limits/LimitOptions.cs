using System.ComponentModel.DataAnnotations;

namespace Metiva.Web.Shell.Limits;

/// <summary>Settings of the section <c>Limits</c>: how much one person, company or address may ask of this process.</summary>
public sealed class LimitOptions
{
    /// <summary>The section.</summary>
    public const string Section = "Limits";

    private const int Most = 1_000_000;

    /// <summary>Requests per second that a signed-in person may go on making.</summary>
    [Range(1, Most)]
    public int PersonRequestsPerSecond { get; set; } = 30;

    /// <summary>How many of them at once, after a pause.</summary>
    [Range(1, Most)]
    public int PersonBurst { get; set; } = 150;

    /// <summary>Requests per second that all people of a company together may go on making.</summary>
    [Range(1, Most)]
    public int CompanyRequestsPerSecond { get; set; } = 300;

    /// <summary>How many of them at once, after a pause.</summary>
    [Range(1, Most)]
    public int CompanyBurst { get; set; } = 1_500;

    /// <summary>Requests per second that one address may go on making without being signed in.</summary>
    [Range(1, Most)]
    public int AddressRequestsPerSecond { get; set; } = 50;

    /// <summary>How many of them at once, after a pause.</summary>
    [Range(1, Most)]
    public int AddressBurst { get; set; } = 300;

    /// <summary>Sign-ins per minute that may be begun from one address; many people can share one.</summary>
    [Range(1, Most)]
    public int AddressSignInsPerMinute { get; set; } = 120;

    /// <summary>Sign-ins per minute that one person may finish, switching companies included.</summary>
    [Range(1, Most)]
    public int PersonSignInsPerMinute { get; set; } = 20;

    /// <summary>
    /// How many pages one person may have open at a time, each of them a circuit. A page that was left without a word counts for three
    /// minutes more, because it may reconnect.
    /// </summary>
    [Range(1, Most)]
    public int PersonCircuits { get; set; } = 100;

    /// <summary>How many all people of a company together may have open.</summary>
    [Range(1, Most)]
    public int CompanyCircuits { get; set; } = 2_000;

    /// <summary>Events (clicks, keys, navigation) per second that one person may send over all of their circuits; twice as many at once.</summary>
    [Range(1, Most)]
    public int PersonEventsPerSecond { get; set; } = 50;

    /// <summary>Events per second that all people of a company together may send; twice as many at once.</summary>
    [Range(1, Most)]
    public int CompanyEventsPerSecond { get; set; } = 1_000;

    /// <summary>The largest message that a browser may send over its circuit, in bytes; one above it ends that circuit.</summary>
    [Range(1_024, 10_000_000)]
    public int CircuitMessageBytes { get; set; } = 32 * 1024;
}
