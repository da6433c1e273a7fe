using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.Settings;

/// <summary>One group of the company's settings as it is now. A group that was never changed has no row.</summary>
public sealed class Setting
{
    /// <summary>The longest <see cref="GroupKey"/>.</summary>
    public const int KeyLength = 32;

    /// <summary>The longest <see cref="Value"/>.</summary>
    public const int ValueLength = 4_000;

    /// <summary>Which group.</summary>
    public required string GroupKey { get; init; }

    /// <summary>In which form <see cref="Value"/> was written.</summary>
    public required int Form { get; set; }

    /// <summary>The values, as JSON.</summary>
    public required string Value { get; set; }

    /// <summary>Counts changes from 1, so that two people cannot overwrite each other.</summary>
    public required long Version { get; set; }
}

/// <summary>What a group was set to, by whom and when: a row for each version, never changed.</summary>
public sealed class SettingChange
{
    /// <summary>Which group.</summary>
    public required string GroupKey { get; init; }

    /// <summary>Which version of it.</summary>
    public required long Version { get; init; }

    /// <summary>In which form <see cref="Value"/> was written.</summary>
    public required int Form { get; init; }

    /// <summary>The values, as JSON.</summary>
    public required string Value { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who.</summary>
    public required PersonId ChangedBy { get; init; }

    /// <summary>Who, by the name at that time.</summary>
    public required string ChangedByName { get; init; }
}
