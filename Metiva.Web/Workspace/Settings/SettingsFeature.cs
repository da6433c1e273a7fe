namespace Metiva.Web.Workspace.Settings;

/// <summary>Registers the feature.</summary>
public static class SettingsFeature
{
    /// <summary>The query, and the words for values. The commands are Tenancy's: they tell other nodes too.</summary>
    public static IServiceCollection AddSettings(this IServiceCollection services) =>
        services.AddScoped<SettingsQuery>().AddScoped<SettingsWords>().AddScoped<SendTestMail>();
}
