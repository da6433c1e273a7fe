using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Shell.Binding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Isolation;

/// <summary>
/// The host with its demo companies, every text of theirs marked by the company's word, and one person for each role at two client
/// companies and at the agency. Made once, and copied for each test.
/// </summary>
internal sealed class SentinelWorld : IAsyncDisposable
{
    private static readonly Lazy<Task<Template>> Made = new(MakeAsync);
    private readonly string files;

    private SentinelWorld(MetivaServer server, string directory, Template template)
    {
        Server = server;
        files = directory;
        People = template.People;
        Ids = template.Ids;
    }

    public static CompanyId Agency => DemoCompanies.Agency.Id;

    public static CompanyId A => DemoCompanies.Bakery.Id;

    public static CompanyId B => DemoCompanies.Bicycles.Id;

    public MetivaServer Server { get; }

    public IReadOnlyDictionary<(CompanyId Company, Role Role), ServerPerson> People { get; }

    /// <summary>A record of each kind in each company, by what the address calls it.</summary>
    public IReadOnlyDictionary<(CompanyId Company, string Kind), string> Ids { get; }

    public static async Task<SentinelWorld> StartAsync(Action<WebApplicationBuilder>? plant = null, params string[] settings)
    {
        var template = await Made.Value;
        var directory = Directory.CreateTempSubdirectory("metiva-matrix-").FullName;
        Copy(template.Directory, directory);
        var server = await MetivaServer.StartAsync(plant, directory, ["--Development:DemoData=false", .. settings]);
        return new SentinelWorld(server, directory, template);
    }

    /// <summary>Signs a person of this role in, at the company.</summary>
    public Task<SignedIn> SignInAsync(CompanyId company, Role role) => Server.SignInAsync(People[(company, role)], company);

    /// <summary>The address with the stamp that a page of this session would put on it.</summary>
    public string Stamped(string address, SignedIn signedIn, CompanyId company)
    {
        var tenant = new TenantScope();
        tenant.Freeze(
            Server.Services.GetRequiredService<Binder>().Bind(Server.Principal(signedIn.Person, signedIn.Session, company.ToString()))
        );
        return new CompanyStamp(tenant, Server.Services.GetRequiredService<IDataProtectionProvider>()).On(address);
    }

    public static string FileOf(string dataDirectory, CompanyId company) =>
        Path.Combine(dataDirectory, "companies", company.ToString(), "company.db");

    /// <summary>The words of every company but this one that the text holds.</summary>
    public static IEnumerable<string> ForeignWords(CompanyId own, string text) =>
        Sentinels
            .Words.Where(word => word.Key != own && text.Contains(word.Value, StringComparison.OrdinalIgnoreCase))
            .Select(word => word.Value);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(files, recursive: true);
    }

    private static async Task<Template> MakeAsync()
    {
        var directory = Directory.CreateTempSubdirectory("metiva-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        var people = new Dictionary<(CompanyId, Role), ServerPerson>();
        await using (var server = await MetivaServer.StartAsync(dataDirectory: directory))
        {
            foreach (var company in new[] { Agency, A, B })
            {
                foreach (var role in Enum.GetValues<Role>().Where(role => company != Agency || role != Role.Client))
                {
                    people[(company, role)] = await server.AddPersonAsync($"{role} of {company}", company, role);
                }
            }
        }

        var ids = new Dictionary<(CompanyId, string), string>();
        foreach (var (company, word) in Sentinels.Words)
        {
            var file = FileOf(directory, company);
            Sentinels.Plant(file, word);
            foreach (var (kind, id) in Records(file))
            {
                ids[(company, kind)] = id;
            }

            ids[(company, "company")] = company.ToString();
        }

        return new Template(directory, people, ids);
    }

    private static IEnumerable<(string Kind, string Id)> Records(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Mode=ReadOnly");
        connection.Open();
        foreach (
            var (kind, sql) in new[]
            {
                ("invoice", "SELECT Id FROM Invoices WHERE State = 'Issued' ORDER BY Id LIMIT 1"),
                ("draft", "SELECT Id FROM Invoices WHERE State = 'Draft' ORDER BY Id LIMIT 1"),
                ("review", "SELECT Id FROM Invoices WHERE State = 'InReview' ORDER BY Id LIMIT 1"),
                ("contract", "SELECT Id FROM Contracts WHERE State = 'Pending' ORDER BY Id LIMIT 1"),
                ("project", "SELECT Id FROM Projects WHERE PublishedAt IS NOT NULL ORDER BY Id LIMIT 1"),
            }
        )
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            if (command.ExecuteScalar() is string id)
            {
                yield return (kind, id);
            }
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private sealed record Template(
        string Directory,
        IReadOnlyDictionary<(CompanyId, Role), ServerPerson> People,
        IReadOnlyDictionary<(CompanyId, string), string> Ids
    );
}
