using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Metiva.Tenancy.Credentials.KeyVault;
using Metiva.Tenancy.Credentials.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Metiva.Tenancy.Credentials;

/// <summary>Puts the vault into a host.</summary>
internal static class VaultServices
{
    internal const string Directory = "vault";

    /// <summary>Adds the vault that the settings name. It is looked at before what is added after it starts.</summary>
    internal static IServiceCollection AddVault(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<VaultOptions>()
            .Bind(configuration.GetSection(VaultOptions.Section))
            .ValidateDataAnnotations()
            .Validate(
                options => options.Kind is VaultOptions.Local or VaultOptions.AzureKeyVault,
                $"{VaultOptions.Section}:Kind names no vault. There are: {VaultOptions.Local}, {VaultOptions.AzureKeyVault}."
            )
            .Validate(
                options => options.IsComplete,
                $"{VaultOptions.Section}:Uri is missing: the https address of the Azure Key Vault, such as https://example.vault.azure.net/."
            )
            .ValidateOnStart();
        services.AddSingleton(Make);
        services.AddSingleton<VaultMaintenance>();
        services.AddSingleton<KeyRingSeal>();
        services.AddHostedService<VaultStartService>();
        return services;
    }

    private static ICredentialVault Make(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<VaultOptions>>().Value;
        if (options.Kind == VaultOptions.AzureKeyVault)
        {
            return new KeyVaultStore(new SecretClient(options.Uri, new DefaultAzureCredential()));
        }

        var environment = provider.GetRequiredService<IHostEnvironment>();
        var data = Path.Combine(environment.ContentRootPath, provider.GetRequiredService<TenancyOptions>().DataDirectory);
        var directory = Path.Combine(data, Directory);
        return new LocalVault(directory, MasterKeySettings.Load(options, environment, data, directory));
    }
}
