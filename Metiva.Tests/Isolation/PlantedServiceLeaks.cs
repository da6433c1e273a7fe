using System.Collections.Concurrent;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Settings;
using Metiva.Web.Shell.Notifications;
using Metiva.Web.Shell.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Isolation;

/// <summary>Faults in what stands on the database: files, settings, search and the mails that work makes.</summary>
internal static class PlantedServiceLeaks
{
    internal static void OpensAnotherStore(WebApplicationBuilder builder) =>
        builder.Services.AddScoped(services => new CompanyFiles(
            Elsewhere.AtB(services).GetRequiredService<TenantScope>(),
            services.GetRequiredService<CompanyFileStores>()
        ));

    internal static void SearchesAnother(WebApplicationBuilder builder) =>
        builder.Services.AddScoped(services => new GlobalSearchQuery(
            services.GetRequiredService<TenantScope>(),
            Elsewhere.AtB(services).GetRequiredService<CompanyDatabase>()
        ));

    internal static void DigestsAnother(WebApplicationBuilder builder)
    {
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(NotificationDigestHandler)));
        builder.Services.AddScoped<IWorkHandler, LeakingDigest>();
    }

    /// <summary>The first content of each type is sent to everybody, under the name of the file that they asked for.</summary>
    internal static void CachesContents(WebApplicationBuilder builder)
    {
        var contents = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);
        PlantedLeaks.First(
            builder,
            async (context, next) =>
            {
                if (!context.Request.Path.Value!.EndsWith("/content", StringComparison.Ordinal))
                {
                    await next(context);
                    return;
                }

                var real = context.Response.Body;
                using var own = new MemoryStream();
                context.Response.Body = own;
                await next(context);
                context.Response.Body = real;
                var sent = own.ToArray();
                if (context.Response.StatusCode == StatusCodes.Status200OK)
                {
                    sent = contents.GetOrAdd(context.Response.ContentType!, sent);
                    context.Response.ContentLength = sent.Length;
                }

                await real.WriteAsync(sent);
            }
        );
    }

    internal static void SharesSettings(WebApplicationBuilder builder) =>
        PlantedLeaks.First(
            builder,
            (context, next) =>
            {
                var cache = context.RequestServices.GetRequiredService<SettingsCache>();
                var companies = context.RequestServices.GetRequiredService<Snapshots>().Catalog.Entries.ToList();
                if (companies.Select(cache.Find).FirstOrDefault(found => found is not null) is { } first)
                {
                    companies.ForEach(company => cache.Keep(company.Id, first with { Version = long.MaxValue }));
                }

                return next(context);
            }
        );
}
