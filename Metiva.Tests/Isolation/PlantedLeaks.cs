using System.Collections.Concurrent;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Web.Shell.Access;
using Metiva.Web.Shell.Binding;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metiva.Tests.Isolation;

/// <summary>A fault.</summary>
/// <param name="Complaint">What the matrix's complaint has to contain.</param>
/// <param name="Plant">Puts it into a host.</param>
/// <param name="AsNobody">Whether no role is needed to see it: it shows in work, or in what is answered to nobody.</param>
internal sealed record PlantedLeak(string Complaint, Action<WebApplicationBuilder> Plant, bool AsNobody = false);

/// <summary>Faults that somebody could make one day. Each, put into an otherwise sound host, has to turn the matrix red.</summary>
internal static class PlantedLeaks
{
    /// <summary>The faults by their names.</summary>
    public static IReadOnlyDictionary<string, PlantedLeak> All { get; } =
        new Dictionary<string, PlantedLeak>(StringComparer.Ordinal)
        {
            ["a connection factory that opens another company's database"] = new("shows", OpensAnother),
            ["a page cache whose key has no company"] = new("shows", CachesPages),
            ["a header that selects the company"] = new("spoofed", HeaderSelects),
            ["a membership that nobody checks"] = new("without a membership", EverybodyIsMember),
            ["a session that never ends"] = new("ended session", SessionsNeverEnd),
            ["a database whose stamp nobody compares"] = new("swapped catalog rows", StampIsNotCompared, AsNobody: true),
            ["a download that forgets which tab started it"] = new("stale tab", StaleTabsAreServed),
            ["a log that quotes pages"] = new("The log quotes", LogsPages),
            ["an endpoint that the matrix does not know"] = new("covered by no cell", AddsAnEndpoint),
            ["a tenant scope that all requests share"] = new("proves nothing", SharesTheScope),
            ["a refusal that tells an unknown company from one that is not mine"] = new(
                "otherwise than one that does not exist",
                TellsThemApart
            ),
            ["a page that a cache may keep"] = new("may be kept by a cache", AllowsCaches),

            // What is stored under its hash is not found at another company, so there is nothing to see, and the own word is missing.
            ["a file store of another company"] = new("as Owner: 500, so the cell proves nothing", PlantedServiceLeaks.OpensAnotherStore),
            ["a cache of file contents whose key has no company"] = new(
                "Owner at Qxbike7 shows Qxbake7",
                PlantedServiceLeaks.CachesContents
            ),
            ["a settings cache whose key has no company"] = new(
                "/portal Client at Qxbike7 shows Qxbake7",
                PlantedServiceLeaks.SharesSettings
            ),
            ["a search in another company's database"] = new(
                "/workspace/search?q=Qx Owner at Qxbake7 shows Qxbike7",
                PlantedServiceLeaks.SearchesAnother
            ),
            ["a digest with another company's notifications"] = new(
                "A mail of Qxbake7 holds Qxbike7",
                PlantedServiceLeaks.DigestsAnother,
                AsNobody: true
            ),
        };

    private static void OpensAnother(WebApplicationBuilder builder) =>
        Decorate(
            builder,
            (engine, services) =>
                new LeakingEngine(engine)
                {
                    Open = (company, token) =>
                        engine.OpenCompanyAsync(
                            company.Id == SentinelWorld.A
                                ? services.GetRequiredService<Snapshots>().Catalog.Find(SentinelWorld.B)!
                                : company,
                            token
                        ),
                }
        );

    private static void StampIsNotCompared(WebApplicationBuilder builder) =>
        Decorate(
            builder,
            (engine, services) =>
                new LeakingEngine(engine)
                {
                    Open = async (company, token) =>
                    {
                        var files = services.GetRequiredService<SqliteFiles>();
                        var connection = new SqliteConnection(SqliteFiles.ConnectionString(files.Company(company.Database)));
                        await connection.OpenAsync(token);
                        return connection;
                    },
                }
        );

    private static void CachesPages(WebApplicationBuilder builder)
    {
        var pages = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);
        First(
            builder,
            async (context, next) =>
            {
                var key = context.Request.Path + context.Request.QueryString;
                if (pages.TryGetValue(key, out var page))
                {
                    context.Response.Headers.CacheControl = "no-store";
                    await context.Response.Body.WriteAsync(page);
                    return;
                }

                var body = await CaptureAsync(context, next);
                if (context.Response.StatusCode == StatusCodes.Status200OK)
                {
                    pages[key] = body;
                }
            }
        );
    }

    private static void LogsPages(WebApplicationBuilder builder) =>
        First(
            builder,
            async (context, next) =>
            {
                var body = await CaptureAsync(context, next);
                context
                    .RequestServices.GetRequiredService<ILoggerFactory>()
                    .CreateLogger("Leak")
                    .LogInformation("Answered with {Body}", System.Text.Encoding.UTF8.GetString(body));
            }
        );

    private static void HeaderSelects(WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<IClaimsTransformation, HeaderSelectsCompany>().AddHttpContextAccessor();

    private static void EverybodyIsMember(WebApplicationBuilder builder) =>
        First(
            builder,
            async (context, next) =>
            {
                var snapshots = context.RequestServices.GetRequiredService<Snapshots>();
                foreach (var session in snapshots.Sessions.Entries.Where(session => session.CompanyId is not null))
                {
                    if (snapshots.Memberships.Find(session.PersonId, session.CompanyId!.Value) is null)
                    {
                        snapshots.Memberships.SetPerson(
                            session.PersonId,
                            [
                                .. snapshots.Memberships.Of(session.PersonId),
                                new MemberEntry(session.PersonId, session.CompanyId.Value, "", RoleSet.Of(Role.Owner)),
                            ]
                        );
                    }
                }

                await next(context);
            }
        );

    private static void SessionsNeverEnd(WebApplicationBuilder builder)
    {
        var known = new ConcurrentDictionary<SessionId, SessionEntry>();
        builder.Services.AddHostedService(services => new SessionKeeper(
            services.GetRequiredService<ChangeFeed>(),
            services.GetRequiredService<Snapshots>(),
            known
        ));
        First(
            builder,
            (context, next) =>
            {
                foreach (var session in known.Values)
                {
                    context.RequestServices.GetRequiredService<Snapshots>().Sessions.Set(session);
                }

                return next(context);
            }
        );
    }

    private static void StaleTabsAreServed(WebApplicationBuilder builder) =>
        builder.Services.AddScoped(services => new CompanyStamp(
            services.GetRequiredService<TenantScope>(),
            new AlwaysCurrent(services.GetRequiredService<TenantScope>())
        ));

    private static void AddsAnEndpoint(WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<IStartupFilter>(
            new LeakFilter(app =>
                app.UseRouting().UseEndpoints(endpoints => endpoints.MapGet("/workspace/forgotten", () => "forgotten").RequiresMember())
            )
        );

    private static void SharesTheScope(WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<TenantScope>().AddSingleton(_ => new PersonScope());

    private static void TellsThemApart(WebApplicationBuilder builder) =>
        First(
            builder,
            async (context, next) =>
            {
                await next(context);
                var snapshots = context.RequestServices.GetRequiredService<Snapshots>();
                var claimed = context.User.FindFirst(ClaimNames.Company)?.Value;
                if (claimed is not null && snapshots.Catalog.Find(new CompanyId(Guid.Parse(claimed))) is null)
                {
                    await context.Response.WriteAsync("<!-- no such company -->");
                }
            }
        );

    private static void AllowsCaches(WebApplicationBuilder builder) =>
        First(
            builder,
            (context, next) =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.CacheControl = "private, max-age=60";
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );

    private static void Decorate(WebApplicationBuilder builder, Func<IDatabaseEngine, IServiceProvider, IDatabaseEngine> decorate)
    {
        var own = builder.Services.Last(service => service.ServiceType == typeof(IDatabaseEngine)).ImplementationType!;
        builder.Services.AddSingleton(services => decorate((IDatabaseEngine)ActivatorUtilities.CreateInstance(services, own), services));
    }

    internal static void First(WebApplicationBuilder builder, Func<HttpContext, RequestDelegate, Task> middleware) =>
        builder.Services.AddSingleton<IStartupFilter>(new LeakFilter(app => app.Use(middleware)));

    private static async Task<byte[]> CaptureAsync(HttpContext context, RequestDelegate next)
    {
        var real = context.Response.Body;
        using var copy = new MemoryStream();
        context.Response.Body = copy;
        await next(context);
        context.Response.Body = real;
        await real.WriteAsync(copy.ToArray());
        return copy.ToArray();
    }
}
