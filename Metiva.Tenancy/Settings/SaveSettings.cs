using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Settings;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Mail;

namespace Metiva.Tenancy.Settings;

/// <summary>Sets one group of the bound company's settings.</summary>
public sealed class SaveSettings(TenantScope scope, SettingsWriter writer, TenancyOptions options)
{
    /// <summary>What to set.</summary>
    /// <param name="Group">The group's key.</param>
    /// <param name="Version">The version that the person saw; 0 when nothing was ever set.</param>
    /// <param name="Values">The values as they were entered, by the names of the fields. All of them: what is missing is empty.</param>
    public sealed record Command(string Group, long Version, IReadOnlyDictionary<string, string> Values);

    /// <summary>Does it. The value is the version from now on.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<long>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Settings.Edit) is { } denied)
        {
            return denied;
        }

        if (SettingsGroups.Find(command.Group) is not { } group)
        {
            return new NotFound();
        }

        if (Wrong(group, command.Values, scope.Context.CompanyId, options) is { } wrong)
        {
            return wrong;
        }

        return await writer.WriteAsync(
            group,
            command.Version,
            "settings.changed",
            (_, _) => Task.FromResult<Result<IReadOnlyDictionary<string, string>>>(new Dictionary<string, string>(command.Values)),
            cancellationToken
        );
    }

    /// <summary>Why the company cannot keep these values; null when it can. What an installation allows, no company goes beyond.</summary>
    public static InvalidField? Wrong(
        SettingsGroup group,
        IReadOnlyDictionary<string, string> values,
        CompanyId company,
        TenancyOptions options
    )
    {
        if (group.Check(values) is [var first, ..])
        {
            return first;
        }

        return group.Read(group.Write(values)).Typed switch
        {
            SecuritySettings { SessionIdleMinutes: { } minutes } when minutes > options.SessionIdle.TotalMinutes => new InvalidField(
                "sessionIdleMinutes",
                "range"
            ),
            MailSettings mail => Wrong(mail, company, options.Mail),
            _ => null,
        };
    }

    // Forms take addresses that no header does; a sender is one that can be sent from, at a domain that the installation vouches for.
    private static InvalidField? Wrong(MailSettings mail, CompanyId company, MailOptions options) =>
        mail.SenderAddress.Length > 0 && MailAddress.TryParse(mail.SenderAddress) is not { } ? new InvalidField("senderAddress", "format")
        : MailAddress.TryParse(mail.SenderAddress) is { } sender && !options.MaySendFrom(company, sender.Domain)
            ? new InvalidField("senderAddress", "not-allowed")
        : mail.ReplyTo.Length > 0 && MailAddress.TryParse(mail.ReplyTo) is null ? new InvalidField("replyTo", "format")
        : null;
}
