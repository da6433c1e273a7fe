using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Settings;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Notifications;
using Metiva.Web.Workspace.Invoices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Isolation;

/// <summary>
/// Does what Metiva does for a company by itself, one company after the other, and looks wherever it can leave something: in the mails
/// that would have left, in every company's database and in the registry.
/// </summary>
internal sealed class MatrixWork(MatrixProbe probe)
{
    private const string Mark = "matrix ";

    private static readonly string[] Kinds =
    [
        NotificationDigestHandler.KindName,
        AnnounceSettings.Work,
        ReleaseMailWork.Name,
        PruneWork.Name,
        VerifyAuditWork.Name,
    ];

    private readonly SentinelWorld world = probe.World;

    public async Task RunAsync(params CompanyId[] companies)
    {
        await world.Server.WriteAsync(GiveAddresses);
        var before = MatrixContents.Of(world);
        foreach (var own in companies)
        {
            var announced = await AnnouncedAsync();
            var asked = await AskAsync(own);
            await DueWork.RunAllAsync(world.Server.Services, own);

            var after = MatrixContents.Of(world);
            Databases(own, before, after);
            Mails(own);
            await EndsAsync(own);
            await AnnouncementsAsync(own, announced, asked);
            before = after;
        }

        Registry();
    }

    /// <summary>Everybody with a role here is reached by mail under an address with the company's word.</summary>
    private void GiveAddresses(ControlPlaneContext control)
    {
        foreach (var ((company, role), person) in world.People)
        {
            control.People.AsTracking().Single(row => row.Id == person.Id).Email = $"{Sentinels.RegistryWords[company]}.{role}@example.org";
        }
    }

    /// <summary>
    /// Asks for one of each: an invoice is mailed with files, settings were changed, and what comes by the clock is due. Gives how often
    /// the settings were changed.
    /// </summary>
    private async Task<long> AskAsync(CompanyId own)
    {
        using var scope = world.ScopeOf(await world.SignInAsync(own, Role.Owner), own);
        Guid Id(string kind) => Guid.Parse(world.Ids[(own, kind)]);
        var mailed = await scope
            .ServiceProvider.GetRequiredService<MailInvoice>()
            .Run(
                new(
                    Id("invoice"),
                    $"{Sentinels.RegistryWords[own]}.customer@example.org",
                    "nl",
                    $"{Sentinels.Words[own]} as agreed",
                    [Id("file"), Id("text"), Id("picture")],
                    world.Server.Address.ToString()
                ),
                CancellationToken.None
            );
        var asked = await scope
            .ServiceProvider.GetRequiredService<CompanyDatabase>()
            .WriteAsync<long>(
                async (write, token) =>
                {
                    foreach (var kind in Kinds)
                    {
                        write.Enqueue(kind, new { }, Mark + kind);
                    }

                    // As often as nobody else's, so that a number at the wrong company is seen.
                    var often = own == SentinelWorld.A ? 1_000L : 2_000L;
                    await write.Data.Set<Setting>().ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, often), token);
                    return often * await write.Data.Set<Setting>().CountAsync(token);
                },
                CancellationToken.None
            );
        if (!mailed.Ok || !asked.Ok)
        {
            probe.Found($"{Sentinels.Words[own]} could not ask for work: {mailed.Error?.Code} {asked.Error?.Code}");
        }

        return asked.Value;
    }

    private void Databases(CompanyId own, MatrixContents before, MatrixContents after)
    {
        foreach (var other in before.ChangedBeside(own, after))
        {
            probe.Found($"The work of {Sentinels.Words[own]} changed the database of {Sentinels.Words[other]}");
        }

        foreach (var company in Sentinels.Words.Keys)
        {
            foreach (var word in SentinelWorld.ForeignWords(company, after.TextOf(company)))
            {
                probe.Found($"After the work of {Sentinels.Words[own]} the database of {Sentinels.Words[company]} holds {word}");
            }
        }
    }

    private void Mails(CompanyId own)
    {
        var word = Sentinels.Words[own];
        var mails = world.Server.Services.GetRequiredService<CapturedMails>().All.Where(mail => mail.Company == own).ToList();
        foreach (var mail in mails)
        {
            foreach (var foreign in SentinelWorld.ForeignWords(own, MatrixMail.TextOf(mail)))
            {
                probe.Found($"A mail of {word} holds {foreign}");
            }
        }

        // A name and a signature alone would hold the word of whoever the mail is from.
        if (!mails.Exists(mail => mail.Message.Unsubscribe is not null && MatrixMail.TimesIn(mail.Message.Text, word) > 2))
        {
            probe.Found($"No digest of {word} names what is in its notifications: the cell proves nothing");
        }

        if (!mails.Exists(mail => MatrixMail.FilesIn(mail.Source) is { Count: 3 } files && files.All(file => file.Contains(word))))
        {
            probe.Found($"No mail of {word} has its files: the cell proves nothing");
        }
    }

    /// <summary>That it was done at all. The logs were marked behind the chain's back, so the check of them says that they are broken.</summary>
    private async Task EndsAsync(CompanyId own)
    {
        using var scope = world.ScopeOf(await world.SignInAsync(own, Role.Owner), own);
        List<WorkItem> items = [];
        await scope
            .ServiceProvider.GetRequiredService<CompanyDatabase>()
            .WriteAsync<bool>(
                async (write, token) =>
                {
                    items = await write.Data.WorkItems.AsNoTracking().Where(item => item.Key!.StartsWith(Mark)).ToListAsync(token);
                    return true;
                },
                CancellationToken.None
            );
        foreach (var kind in Kinds)
        {
            var item = items.SingleOrDefault(item => item.Kind == kind);
            if (item is not { State: WorkState.Done } and not { Kind: VerifyAuditWork.Name, Trouble: "audit.broken" })
            {
                probe.Found($"{kind} of {Sentinels.Words[own]} is {item?.State} {item?.Trouble}: the cell proves nothing");
            }
        }
    }

    private async Task AnnouncementsAsync(CompanyId own, Dictionary<CompanyId, long> before, long asked)
    {
        foreach (var (company, announced) in await AnnouncedAsync())
        {
            var expected = company == own ? asked : before[company];
            if (announced != expected)
            {
                probe.Found($"{Sentinels.Words[own]} announced settings: {Sentinels.Words[company]} has {announced}, not {expected}");
            }
        }
    }

    private Task<Dictionary<CompanyId, long>> AnnouncedAsync() =>
        world
            .Server.Services.GetRequiredService<ControlPlaneDatabase>()
            .ReadAsync(
                (control, token) => control.Companies.ToDictionaryAsync(row => row.Id, row => row.SettingsVersion, token),
                CancellationToken.None
            );

    /// <summary>What a company's database holds never comes to the registry, whoever did the work.</summary>
    private void Registry()
    {
        var file = world.Server.ControlPlaneFile;
        var text = string.Concat(new[] { file, file + "-wal" }.Where(File.Exists).Select(ReadText));
        foreach (var word in Sentinels.Words.Values.Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            probe.Found($"The registry holds {word}");
        }

        if (!Sentinels.RegistryWords.Values.All(word => text.Contains(word, StringComparison.Ordinal)))
        {
            probe.Found("The registry does not hold the names of the companies: the cell proves nothing");
        }
    }

    private static string ReadText(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
