using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Files.Previews;
using Metiva.Tenancy.Files.Uploads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Metiva.Tenancy.Files;

/// <summary>Puts files into a host.</summary>
internal static class FileServices
{
    private const string Default = "files";

    internal static IServiceCollection AddFiles(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<FileSettings>()
            .Bind(configuration.GetSection(FileSettings.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<FileSettings>>().Value);
        services.AddSingleton(provider => new CompanyFileStores(
            RootOf(provider),
            provider.GetRequiredService<ICredentialVault>(),
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped(provider => new CompanyFiles(
            provider.GetRequiredService<TenantScope>(),
            provider.GetRequiredService<CompanyFileStores>()
        ));
        services.AddScoped(provider => new FilePreviewQuery(
            provider.GetRequiredService<TenantScope>(),
            provider.GetRequiredService<FileDownloadQuery>(),
            provider.GetRequiredService<PdfChecks>()
        ));
        services.AddSingleton<CompanyFileErasure>();
        services.AddSingleton<PdfChecks>();
        services.AddSingleton<FileSweeper>();
        services.AddHostedService<FileSweepService>();
        return services
            .AddScoped<StorageUseQuery>()
            .AddScoped<FileDownloadQuery>()
            .AddScoped<UploadFile>()
            .AddScoped<UploadQuery>()
            .AddScoped<StartUpload>()
            .AddScoped<AddUploadPart>()
            .AddScoped<FinishUpload>()
            .AddScoped<CancelUpload>()
            .AddScoped<ChangeFile>()
            .AddScoped<PublishFile>()
            .AddScoped<RemoveFile>()
            .AddScoped<RestoreFile>();
    }

    private static string RootOf(IServiceProvider provider)
    {
        var data = Path.Combine(
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath,
            provider.GetRequiredService<TenancyOptions>().DataDirectory
        );
        return Path.GetFullPath(Path.Combine(data, provider.GetRequiredService<FileSettings>().Directory ?? Default));
    }
}
