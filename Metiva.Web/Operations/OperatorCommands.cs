using Metiva.Tenancy.Auditing.Chain;

namespace Metiva.Web.Operations;

/// <summary>
/// Commands for whoever runs the host, given before its settings: <c>Metiva.Web vault rotate-master-key</c>. They work on the same
/// settings and data as the host does, whether it runs or not.
/// </summary>
internal static class OperatorCommands
{
    internal const int Done = 0;
    internal const int Failed = 1;
    internal const int WrongUse = 2;
    private const string Usage = """
        Commands:
          companies add <name> --owner=<object id> --owner-name=<name> [--kind=Agency|Client] [--plan=Standard|Plus|Dedicated]
                               [--server=<name>] [--id=<company id>]
                                                          makes a company and names its first Owner; --id goes on with a broken-off run
          companies erase <company id> --name=<its name> --reason=<why>
                                                          erases a suspended company for good: files, database, secrets, rows of the registry;
                                                          given again it goes on with a broken-off run
          vault rotate-master-key                         wraps every key of the local vault under the master key in the settings
          vault rotate-credentials <company id | --all>   replaces the password of one company's database login, or of every one's
          vault set-mail-password                         reads the mail server's password from the input and puts it into the vault
          mail bounce <recipient>                         reads a mail that came back from the input and notes it in its company's mail log
          verify-audit <company id | --all>               goes through audit logs and says what was changed, removed or put in
        Settings follow, as for the host: --environment=Production --Tenancy:DataDirectory=/var/lib/metiva
        """;

    /// <summary>Whether the arguments name a command rather than settings of the host.</summary>
    internal static bool IsCommand(string[] args) => args is [var first, ..] && !first.Contains('=') && !first.StartsWith('-');

    /// <summary>Runs it. The result is the process's exit code.</summary>
    internal static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        switch (args)
        {
            case ["companies", "add", var name, .. var settings] when name.Trim().Length > 0 && !name.StartsWith('-'):
                await using (var app = MetivaHost.Build(settings))
                {
                    return await AnchoredAsync(app, AddCompany.RunAsync(app.Services, name, app.Configuration, output, cancellationToken));
                }

            case ["companies", "erase", var which, .. var settings] when Guid.TryParseExact(which, "D", out var company):
                await using (var app = MetivaHost.Build(settings))
                {
                    return await EraseCompany.RunAsync(app.Services, new(company), app.Configuration, output, cancellationToken);
                }

            case ["vault", "rotate-master-key", .. var settings]:
                await using (var app = MetivaHost.Build(settings))
                {
                    return await RotateMasterKey.RunAsync(app.Services, output, cancellationToken);
                }

            case ["vault", "rotate-credentials", var which, .. var settings] when Which.Understands(which):
                await using (var app = MetivaHost.Build(settings))
                {
                    return await AnchoredAsync(app, RotateCredentials.RunAsync(app.Services, which, output, cancellationToken));
                }

            case ["vault", "set-mail-password", .. var settings]:
                await using (var app = MetivaHost.Build(settings))
                {
                    return await MailCommands.SetPasswordAsync(app.Services, input, output, cancellationToken);
                }

            case ["mail", "bounce", var recipient, .. var settings] when recipient.Contains('@', StringComparison.Ordinal):
                await using (var app = MetivaHost.Build(settings))
                {
                    return await AnchoredAsync(app, MailCommands.BounceAsync(app.Services, recipient, input, output, cancellationToken));
                }

            case ["verify-audit", var which, .. var settings] when Which.Understands(which):
                await using (var app = MetivaHost.Build(settings))
                {
                    return await VerifyAudit.RunAsync(app.Services, which, output, cancellationToken);
                }

            default:
                await output.WriteLineAsync(Usage);
                return WrongUse;
        }
    }

    /// <summary>A running host does not know what a command wrote into audit logs, so the command anchors it.</summary>
    private static async Task<int> AnchoredAsync(WebApplication app, Task<int> command)
    {
        var code = await command;
        await app.Services.GetRequiredService<AuditLogs>().AnchorAsync(CancellationToken.None);
        return code;
    }
}
