using System.Text.RegularExpressions;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tenancy.Engines.SqlServer.ControlPlaneMigrations;
using Quartz;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>The tables of the schedule are those that the referenced Quartz would make, so that another version of it is noticed.</summary>
public sealed class QuartzTablesTests
{
    private const string Script = "Quartz.Impl.AdoJobStore.Schema.create_sqlServer.sql";

    [Fact]
    public void They_are_what_Quartz_s_own_script_makes()
    {
        var script = Theirs();
        var made = QuartzTables.Statements.Select(Plain).Order(StringComparer.Ordinal);
        var theirs = Regex
            .Matches(script, @"CREATE TABLE .*?\n  \);|CREATE INDEX .*?;", RegexOptions.Singleline, TimeSpan.FromSeconds(5))
            .Select(match => Plain(match.Value))
            .Order(StringComparer.Ordinal);
        Assert.Equal(theirs, made);
    }

    [Fact]
    public void There_are_fifteen_and_none_holds_anything_of_a_company() =>
        Assert.Equal(
            [
                "Quartz_BLOB_TRIGGERS",
                "Quartz_CALENDARS",
                "Quartz_CRON_TRIGGERS",
                "Quartz_EXECUTION_HISTORY",
                "Quartz_FIRED_TRIGGERS",
                "Quartz_JOB_DETAILS",
                "Quartz_JOB_STATUS",
                "Quartz_LOCKS",
                "Quartz_MISFIRE_HISTORY",
                "Quartz_PAUSED_JOB_GRPS",
                "Quartz_PAUSED_TRIGGER_GRPS",
                "Quartz_SCHEDULER_STATE",
                "Quartz_SIMPLE_TRIGGERS",
                "Quartz_SIMPROP_TRIGGERS",
                "Quartz_TRIGGERS",
            ],
            QuartzTables.Names.Order(StringComparer.Ordinal)
        );

    private static string Theirs()
    {
        using var reader = new StreamReader(typeof(IScheduler).Assembly.GetManifestResourceStream(Script)!);
        var prefix = SqlServerScheduleStore.TablePrefix;
        return reader
            .ReadToEnd()
            .ReplaceLineEndings("\n")
            .Replace("{0}", prefix, StringComparison.Ordinal)
            .Replace("{1}", prefix, StringComparison.Ordinal);
    }

    // The same but for white space.
    private static string Plain(string sql) => Regex.Replace(sql, @"\s+", "", RegexOptions.None, TimeSpan.FromSeconds(5));
}
