using System.Net;
using System.Security.Claims;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Sessions;
using Metiva.Web;
using Metiva.Web.Development;
using Metiva.Web.Shell.Limits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace Metiva.Tests.Support;

/// <summary>The real host on a real port of this machine, with its demo data, on files and databases that are gone afterwards.</summary>
public sealed class MetivaServer : IAsyncDisposable
{
    private const string Issuer = "https://issuer.example/v2.0";

    // Tests ask more in a second than people do in an hour; those of the limits set their own.
    private static readonly string[] Unlimited =
    [
        .. typeof(LimitOptions).GetProperties().Select(property => $"--{LimitOptions.Section}:{property.Name}=1000000"),
    ];

    private readonly bool keepsFiles;
    private readonly WebApplication app;

    private MetivaServer(WebApplication app, string directory, bool keepsFiles, LogLines log)
    {
        this.app = app;
        this.keepsFiles = keepsFiles;
        DataDirectory = directory;
        Log = log;
        Address = new Uri(
            app.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First()
                .Replace("127.0.0.1", "localhost", StringComparison.Ordinal)
        );
    }

    /// <summary>The file of the registry, on the embedded engine.</summary>
    public string ControlPlaneFile => Path.Combine(DataDirectory, "control-plane", "control.db");

    /// <summary>Where it listens: <c>http://localhost:port</c>.</summary>
    public Uri Address { get; }

    /// <summary>Where its files are.</summary>
    public string DataDirectory { get; }

    /// <summary>Everything that was logged.</summary>
    public LogLines Log { get; }

    /// <summary>The host's services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Starts it.</summary>
    /// <param name="configure">Comes last and may replace services.</param>
    /// <param name="dataDirectory">
    /// A directory that outlives the server; by default a temporary one that does not. On SQL Server the databases outlive it just
    /// like that: <see cref="SqlServerInstallation.DropAsync(string)"/> takes them away.
    /// </param>
    /// <param name="onSqlServer">
    /// Which engine; by default the one that the directory was made with, or that <see cref="TestServer.EngineVariable"/> names.
    /// </param>
    /// <param name="settings">Settings on the command line, such as <c>--Tenancy:SessionIdle=00:00:01</c>.</param>
    public static async Task<MetivaServer> StartAsync(
        Action<WebApplicationBuilder>? configure = null,
        string? dataDirectory = null,
        bool? onSqlServer = null,
        params string[] settings
    )
    {
        var directory = dataDirectory ?? Directory.CreateTempSubdirectory("metiva-server-").FullName;
        var engine = onSqlServer ?? SqlServerInstallation.IsMeantFor(dataDirectory) ? SqlServerInstallation.In(directory).Arguments() : [];
        var log = new LogLines();
        var host = MetivaHost.Build(
            [
                "--environment=Development",
                "--urls=http://127.0.0.1:0",
                $"--contentRoot={Repository.File("Metiva.Web")}",
                $"--Tenancy:DataDirectory={directory}",
                .. Unlimited,
                .. engine,
                .. settings,
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Logging.AddProvider(log);
                configure?.Invoke(builder);
            }
        );

        // Routes that only a test has: registered as what maps them.
        foreach (var map in host.Services.GetServices<Action<WebApplication>>())
        {
            map(host);
        }

        await host.StartAsync();
        return new MetivaServer(host, directory, dataDirectory is not null, log);
    }

    /// <summary>Adds a person with these roles at a company.</summary>
    public async Task<ServerPerson> AddPersonAsync(string name, CompanyId company, params Role[] roles)
    {
        var person = new ServerPerson(new PersonId(Guid.CreateVersion7()), name);
        await WriteAsync(control =>
        {
            control.People.Add(
                new PersonRow
                {
                    Id = person.Id,
                    Issuer = Issuer,
                    Subject = person.Id.ToString(),
                    Name = name,
                    CreatedAt = TimeProvider.System.GetUtcNow(),
                }
            );
            AddMembership(control, person, company, roles);
        });
        return person;
    }

    /// <summary>Makes a person a member of one more company.</summary>
    public Task AddMembershipAsync(ServerPerson person, CompanyId company, params Role[] roles) =>
        WriteAsync(control => AddMembership(control, person, company, roles));

    /// <summary>Signs a demo person in with the quick way.</summary>
    internal Task<SignedIn> SignInAsync(DemoPerson person, DemoCompany company) =>
        SignInAsync(DemoPeople.Issuer, person.Subject, new ServerPerson(person.Id, person.Name), company.Id, viewAsClient: false);

    /// <summary>Changes the control plane as the host would.</summary>
    public async Task WriteAsync(Action<ControlPlaneContext> change)
    {
        var result = await Services
            .GetRequiredService<ControlPlaneDatabase>()
            .WriteAsync<bool>(
                (control, _) =>
                {
                    change(control);
                    return Task.FromResult<Result<bool>>(true);
                },
                CancellationToken.None
            );
        Assert.True(result.Ok);
    }

    /// <summary>
    /// Begins a real session and makes the sign-in cookie that the callback would have set: the quick way for tests that are not
    /// about signing in.
    /// </summary>
    public Task<SignedIn> SignInAsync(ServerPerson person, CompanyId? company, bool viewAsClient = false, SessionId? replaces = null) =>
        SignInAsync(Issuer, person.Id.ToString(), person, company, viewAsClient, replaces);

    /// <summary>A sign-in cookie with these claims, whether they are true or not; only the host's own keys can make one.</summary>
    public SignedIn Cookie(ServerPerson person, SessionId session, string? companyClaim, bool viewAsClient = false)
    {
        var options = Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(ClaimNames.Scheme);
        var ticket = new AuthenticationTicket(
            Principal(person, session, companyClaim, viewAsClient),
            new AuthenticationProperties { ExpiresUtc = TimeProvider.System.GetUtcNow().AddHours(8) },
            ClaimNames.Scheme
        );
        return new SignedIn(person, session, options.Cookie.Name!, options.TicketDataFormat.Protect(ticket));
    }

    /// <summary>The principal that such a cookie carries.</summary>
    public ClaimsPrincipal Principal(ServerPerson person, SessionId session, string? companyClaim, bool viewAsClient = false)
    {
        List<Claim> claims =
        [
            new(ClaimNames.Person, person.Id.ToString()),
            new(ClaimNames.Session, session.ToString()),
            new(ClaimNames.Name, person.Name),
        ];
        if (companyClaim is not null)
        {
            claims.Add(new Claim(ClaimNames.Company, companyClaim));
        }

        if (viewAsClient)
        {
            claims.Add(new Claim(ClaimNames.ViewAs, "client"));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, ClaimNames.Scheme, ClaimNames.Name, roleType: null));
    }

    /// <summary>A client that follows no redirect and sends this cookie only.</summary>
    public HttpClient Client(SignedIn? signedIn = null) => ClientAt(Address, signedIn);

    internal static HttpClient ClientAt(Uri address, SignedIn? signedIn)
    {
        var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
            }
        )
        {
            BaseAddress = address,
        };
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        if (signedIn is not null)
        {
            client.DefaultRequestHeaders.Add("Cookie", $"{signedIn.CookieName}={signedIn.CookieValue}");
        }

        return client;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        TemporaryFiles.ReleasePools(DataDirectory);
        if (!keepsFiles)
        {
            await SqlServerInstallation.DropAsync(DataDirectory);
            Directory.Delete(DataDirectory, recursive: true);
        }
    }

    private async Task<SignedIn> SignInAsync(
        string issuer,
        string subject,
        ServerPerson person,
        CompanyId? company,
        bool viewAsClient,
        SessionId? replaces = null
    )
    {
        var signIn = new VerifiedSignIn(
            issuer,
            subject,
            person.Name,
            Email: null,
            company,
            Sid: null,
            TimeProvider.System.GetUtcNow(),
            UserAgent: "test",
            Address: "127.0.0.1"
        );
        var session = await Services.GetRequiredService<SignInSessions>().StartAsync(signIn, replaces, CancellationToken.None);
        return Cookie(person, session.Id, company?.ToString(), viewAsClient);
    }

    private static void AddMembership(ControlPlaneContext control, ServerPerson person, CompanyId company, Role[] roles) =>
        control.Memberships.Add(
            new MembershipRow
            {
                PersonId = person.Id,
                CompanyId = company,
                Roles = RoleSet.Of(roles),
                CreatedAt = TimeProvider.System.GetUtcNow(),
            }
        );
}
