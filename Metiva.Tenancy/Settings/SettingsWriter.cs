using System.Globalization;
using Metiva.Domain.Settings;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Settings;

/// <summary>Changes one group of the bound company's settings; the commands here are its callers and ask for the permission first.</summary>
public sealed class SettingsWriter(
    TenantScope scope,
    CompanyDatabase database,
    SettingsCache cache,
    SettingsAnnouncer announcer,
    ILogger<SettingsWriter> logger
)
{
    /// <summary>Writes values, their history and their audit together. The value is the version that they have now.</summary>
    /// <param name="group">Which group.</param>
    /// <param name="version">The version that the person saw; 0 when there was none.</param>
    /// <param name="action">What the audit calls it.</param>
    /// <param name="valuesOf">The new values, which passed the group's check.</param>
    /// <param name="cancellationToken">Counts until it is committed.</param>
    internal async Task<Result<long>> WriteAsync(
        SettingsGroup group,
        long version,
        string action,
        Func<CompanyContext, CancellationToken, Task<Result<IReadOnlyDictionary<string, string>>>> valuesOf,
        CancellationToken cancellationToken
    )
    {
        var written = await database.WriteAsync<Written>(
            async (write, token) =>
            {
                var rows = await write.Data.Settings.ToListAsync(token);
                var row = rows.Find(row => row.GroupKey == group.Key);
                if ((row?.Version ?? 0) != version)
                {
                    return new ChangedMeanwhile();
                }

                var values = await valuesOf(write.Data, token);
                if (!values.Ok)
                {
                    return values.Error!;
                }

                var before = group.Read(row?.Value);
                var stored = group.Write(values.Value);
                var after = group.Read(stored);
                if (Changed(before, after).Count == 0 && before.Strange.Count == 0)
                {
                    return new Written(version, Total: 0, Idle: null);
                }

                Put(write, group, row, stored, version + 1);
                write.Audit(
                    action,
                    nameof(Setting),
                    group.Key,
                    $"Settings '{group.Key}'",
                    Audited(group, Changed(before, after)),
                    Audited(group, Changed(after, before))
                );
                var total = rows.Sum(other => other.GroupKey == group.Key ? 0 : other.Version) + version + 1;
                write.Enqueue(
                    AnnounceSettings.Work,
                    new { version = total },
                    string.Create(CultureInfo.InvariantCulture, $"{AnnounceSettings.Work}/{total}")
                );
                var security = SettingsGroups.Security;
                var idle = group == security ? after : security.Read(rows.Find(other => other.GroupKey == security.Key)?.Value);
                return new Written(version + 1, total, ((SecuritySettings)idle.Typed).SessionIdleMinutes);
            },
            cancellationToken
        );
        if (!written.Ok)
        {
            return written.Error!;
        }

        if (written.Value.Total > 0)
        {
            cache.Forget(scope.Context.CompanyId);
            await TellAsync(written.Value);
        }

        return written.Value.Version;
    }

    private static void Put(CompanyWrite write, SettingsGroup group, Setting? row, string stored, long version)
    {
        if (row is null)
        {
            write.Data.Settings.Add(
                new Setting
                {
                    GroupKey = group.Key,
                    Form = group.Schema,
                    Value = stored,
                    Version = version,
                }
            );
        }
        else
        {
            (row.Form, row.Value, row.Version) = (group.Schema, stored, version);
        }

        write.Data.SettingChanges.Add(
            new SettingChange
            {
                GroupKey = group.Key,
                Version = version,
                Form = group.Schema,
                Value = stored,
                ChangedAt = write.Now,
                ChangedBy = write.Tenant.PersonId,
                ChangedByName = write.Tenant.PersonName,
            }
        );
    }

    // It is done by now: a control plane that is away does not undo it. The outbox says it later.
    private async Task TellAsync(Written written)
    {
        try
        {
            await announcer.AnnounceAsync(scope.Context.CompanyId, written.Total, written.Idle, CancellationToken.None);
        }
        catch (BindingRefusedException refused)
        {
            logger.LogWarning(refused, "Other nodes could not be told of new settings yet; that is done from the outbox.");
        }
    }

    private static SortedDictionary<string, string> Changed(SettingsValue one, SettingsValue other) =>
        new(one.Texts.Where(pair => other.Texts[pair.Key] != pair.Value).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private static SortedDictionary<string, string> Audited(SettingsGroup group, SortedDictionary<string, string> texts)
    {
        foreach (var field in group.Fields.Where(field => field.IsPersonal))
        {
            if (texts.TryGetValue(field.Name, out var text) && text.Length > 0)
            {
                texts[field.Name] = Personal.OfSetting(group.Key, field.Name, text).ToString();
            }
        }

        return texts;
    }

    private sealed record Written(long Version, long Total, int? Idle);
}
