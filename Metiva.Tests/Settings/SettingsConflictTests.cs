using Bunit;
using Metiva.Domain.Settings;
using Metiva.Tests.Ui;
using Metiva.Web.Workspace.Settings;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Settings;

public sealed class SettingsConflictTests : ComponentTest
{
    private IReadOnlyDictionary<string, string>? chosen;

    public SettingsConflictTests() => Services.AddScoped<SettingsWords>();

    [Fact]
    public void What_a_person_never_touched_stays_with_whoever_changed_it()
    {
        var conflict = Show();
        conflict.FindAll("button")[1].Click();
        Assert.Equal(("mine", "theirs@example.org"), (chosen!["welcome"], chosen["contactEmail"]));
    }

    [Fact]
    public void Each_field_is_chosen_for_itself()
    {
        var conflict = Show();
        conflict.FindAll("input[name='conflict-welcome']")[1].Change("on");
        conflict.FindAll("input[name='conflict-contactEmail']")[0].Change("on");
        conflict.FindAll("button")[1].Click();
        Assert.Equal(("theirs", "seen@example.org"), (chosen!["welcome"], chosen["contactEmail"]));
    }

    [Fact]
    public void Taking_what_is_saved_takes_all_of_it()
    {
        var conflict = Show();
        conflict.FindAll("button")[0].Click();
        Assert.Equal(("theirs", "theirs@example.org"), (chosen!["welcome"], chosen["contactEmail"]));
        Assert.Contains("Iemand Anders", conflict.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<SettingsConflict> Show()
    {
        var theirs = Values("theirs", "theirs@example.org");
        var version = new SettingsVersion(2, DateTimeOffset.UnixEpoch, "Iemand Anders", theirs, Values("seen", "seen@example.org"));
        return Render<SettingsConflict>(parameters =>
            parameters
                .Add(conflict => conflict.Group, SettingsGroups.Portal)
                .Add(conflict => conflict.Mine, Values("mine", "seen@example.org"))
                .Add(conflict => conflict.Seen, Values("seen", "seen@example.org"))
                .Add(conflict => conflict.Theirs, new SettingsView(theirs, 2, [version], HasMore: false))
                .Add(
                    conflict => conflict.Resolved,
                    values =>
                    {
                        chosen = values;
                        return Task.CompletedTask;
                    }
                )
        );
    }

    private static Dictionary<string, string> Values(string welcome, string contact) =>
        new(StringComparer.Ordinal) { ["welcome"] = welcome, ["contactEmail"] = contact };
}
