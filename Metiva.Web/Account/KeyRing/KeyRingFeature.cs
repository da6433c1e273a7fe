using Metiva.Tenancy;
using Metiva.Tenancy.Credentials;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Metiva.Web.Identity.KeyRing;

/// <summary>The keys of the sign-in cookie and the stamps: files in the data directory, sealed with a key from the vault.</summary>
internal static class KeyRingFeature
{
    internal const string Directory = "keys";

    // In the data directory, so that every process of this installation reads the others' cookies.
    internal static void AddKeyRing(this IServiceCollection services)
    {
        // Before the framework's own service, which reads the ring at start.
        services.AddHostedService<KeyRingGuard>();
        services.AddDataProtection().SetApplicationName("Metiva");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<TenancyOptions, IHostEnvironment, ILoggerFactory, KeyRingSeal>(
                (options, tenancy, environment, loggers, seal) =>
                {
                    var directory = OwnerOnly(PathOf(tenancy, environment));
                    options.XmlRepository = new FileSystemXmlRepository(directory, loggers);
                    options.XmlEncryptor = new VaultXmlEncryptor(seal);
                }
            );
    }

    internal static string PathOf(TenancyOptions tenancy, IHostEnvironment environment) =>
        Path.Combine(environment.ContentRootPath, tenancy.DataDirectory, Directory);

    private static DirectoryInfo OwnerOnly(string path) =>
        OperatingSystem.IsWindows()
            ? System.IO.Directory.CreateDirectory(path)
            : System.IO.Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
