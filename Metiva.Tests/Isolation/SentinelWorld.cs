using System.Text.RegularExpressions;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Files;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Lifecycle;
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
internal sealed partial class SentinelWorld : IAsyncDisposable
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

        // Nothing happens by itself: a nightly job would clear away what was planted, when the tests run at night.
        string[] still = ["--Development:DemoData=false", "--Tenancy:Work:AtOnce=0"];
        var server = await MetivaServer.StartAsync(plant, directory, onSqlServer: false, [.. still, .. settings]);
        return new SentinelWorld(server, directory, template);
    }

    /// <summary>Signs a person of this role in, at the company.</summary>
    public Task<SignedIn> SignInAsync(CompanyId company, Role role) => Server.SignInAsync(People[(company, role)], company);

    /// <summary>The address with the stamp that a page of this session would put on it.</summary>
    public string Stamped(string address, SignedIn signedIn, CompanyId company) => StampOf(signedIn, company).On(address);

    /// <summary>The stamp of a page of this session.</summary>
    public CompanyStamp StampOf(SignedIn signedIn, CompanyId company, bool viewAsClient = false)
    {
        var tenant = new TenantScope();
        var principal = Server.Principal(signedIn.Person, signedIn.Session, company.ToString(), viewAsClient);
        tenant.Freeze(Server.Services.GetRequiredService<Binder>().Bind(principal));
        return new CompanyStamp(tenant, Server.Services.GetRequiredService<IDataProtectionProvider>());
    }

    /// <summary>A scope that is bound to this session, as a request's is.</summary>
    public IServiceScope ScopeOf(SignedIn signedIn, CompanyId company)
    {
        var scope = Server.Services.CreateScope();
        var principal = Server.Principal(signedIn.Person, signedIn.Session, company.ToString());
        scope.ServiceProvider.GetRequiredService<TenantScope>().Freeze(Server.Services.GetRequiredService<Binder>().Bind(principal));
        return scope;
    }

    /// <summary>Posts a form of this person's own page; only the stamp may be another one's.</summary>
    public async Task<HttpResponseMessage> PostAsync(SignedIn signedIn, string address, string stamp)
    {
        using var client = Server.Client(signedIn);
        using var page = await client.GetAsync("/account/profile");
        var token = AntiforgeryToken().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value;
        var cookies = (page.Headers.TryGetValues("Set-Cookie", out var set) ? set : []).Select(cookie => cookie.Split(';')[0]);
        client.DefaultRequestHeaders.Remove("Cookie");
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Prepend($"{signedIn.CookieName}={signedIn.CookieValue}")));
        return await client.PostAsync(
            address,
            new FormUrlEncodedContent([new("__RequestVerificationToken", token), new(CompanyStamp.Field, stamp)])
        );
    }

    /// <summary>The bytes of the company's logo, as they stand in its file.</summary>
    public byte[] LogoOf(CompanyId company)
    {
        using var connection = new SqliteConnection($"Data Source={FileOf(Server.DataDirectory, company)};Pooling=False;Mode=ReadOnly");
        connection.Open();
        return connection.ExecuteScalar<byte[]>("SELECT Logo FROM CompanyProfile")!;
    }

    public static string FileOf(string dataDirectory, CompanyId company) =>
        Path.Combine(dataDirectory, "companies", company.ToString(), "company.db");

    /// <summary>The words of every company but this one that the text holds.</summary>
    /// <param name="own">Whose words may stand there; none for what is nobody's.</param>
    /// <param name="text">The text.</param>
    /// <param name="registry">Whether the reader may know all companies by name, as the agency's owners and admins do.</param>
    public static IEnumerable<string> ForeignWords(CompanyId own, string text, bool registry = false) =>
        Sentinels
            .Words.Keys.Where(company => company != own)
            .SelectMany(company => registry ? [Sentinels.Words[company], Sentinels.Numbers[company]] : Sentinels.Of(company))
            .Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

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
        var contents = new Dictionary<CompanyId, IReadOnlyList<FileContents>>();
        await using (var server = await MetivaServer.StartAsync(null, directory, onSqlServer: false, "--Tenancy:Work:AtOnce=0"))
        {
            foreach (var company in new[] { Agency, A, B })
            {
                foreach (var role in Enum.GetValues<Role>().Where(role => company != Agency || role != Role.Client))
                {
                    people[(company, role)] = await server.AddPersonAsync($"{Sentinels.RegistryWords[company]} {role}", company, role);
                }
            }

            await server.WriteAsync(MarkRegistry);
            foreach (var company in Sentinels.Words.Keys)
            {
                contents[company] = await SentinelFiles.StoreAsync(server.Services.GetRequiredService<CompanySeeder>(), company);
            }
        }

        var ids = new Dictionary<(CompanyId, string), string>();
        foreach (var company in Sentinels.Words.Keys)
        {
            var file = FileOf(directory, company);
            var here = people.Where(person => person.Key.Item1 == company).Select(person => person.Value.Id);
            Sentinels.Plant(file, company, here, people.GetValueOrDefault((company, Role.Marketing))?.Id, contents[company]);
            foreach (var (kind, id) in SentinelRecords.In(file))
            {
                ids[(company, kind)] = id;
            }

            ids[(company, "company")] = company.ToString();
        }

        return new Template(directory, people, ids);
    }

    /// <summary>The word of its company in every name, of people too, unless they are members of several; and an open invitation.</summary>
    private static void MarkRegistry(ControlPlaneContext control)
    {
        foreach (var (company, word) in Sentinels.RegistryWords)
        {
            var row = control.Companies.Single(row => row.Id == company);
            row.Name = $"{word} {row.Name}";
            var members = control.Memberships.Where(member => member.CompanyId == company).Select(member => member.PersonId).ToList();
            control.Invitations.Add(
                new InvitationRow
                {
                    Id = Guid.NewGuid(),
                    CompanyId = company,
                    Email = $"{word}@example.org",
                    Roles = RoleSet.Of(Role.Sales),
                    SecretHash = Guid.NewGuid().ToString("N"),
                    InvitedBy = members[0],
                    CreatedAt = TimeProvider.System.GetUtcNow(),
                    ExpiresAt = TimeProvider.System.GetUtcNow().AddDays(7),
                }
            );
            foreach (var person in control.People.Where(person => members.Contains(person.Id)).ToList())
            {
                if (
                    control.Memberships.Count(member => member.PersonId == person.Id) == 1
                    && !person.Name.StartsWith(word, StringComparison.Ordinal)
                )
                {
                    person.Name = $"{word} {person.Name}";
                }
            }
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"(?<token>[^\"]*)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex AntiforgeryToken();

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
