using Microsoft.Extensions.Logging.Console;

namespace Metiva.Web.Operations;

/// <summary>Where logs go: to the console, for people in Development and for machines elsewhere.</summary>
internal static class LogFeature
{
    internal static void AddLogs(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
        {
            return;
        }

        // A formatter that the settings name is kept.
        builder.Logging.AddConsole(options => options.FormatterName ??= RedactedJson.FormatterName);
        builder.Logging.AddConsoleFormatter<RedactedJson, ConsoleFormatterOptions>();
        builder.Services.Configure<JsonConsoleFormatterOptions>(options =>
        {
            options.TimestampFormat = "O";
            options.UseUtcTimestamp = true;
        });
    }
}
