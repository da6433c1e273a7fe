using System.Reflection;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Metiva.Domain.Settings;
using Xunit;

namespace Metiva.Tests.Domain.Settings;

public sealed class SettingsGroupTests
{
    public static TheoryData<string> Groups => [.. SettingsGroups.All.Select(group => group.Key)];

    [Theory]
    [MemberData(nameof(Groups))]
    public void Every_property_has_a_field_and_every_field_a_property(string key)
    {
        var group = SettingsGroups.Find(key)!;
        var properties = group.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name);
        Assert.Equal(
            properties.Select(JsonNamingPolicy.CamelCase.ConvertName).Order(StringComparer.Ordinal),
            group.Fields.Select(field => field.Name).Order(StringComparer.Ordinal)
        );
        Assert.InRange(group.Key.Length, 1, Tenancy.Settings.Setting.KeyLength);
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void The_defaults_can_be_kept_and_read_again(string key)
    {
        var group = SettingsGroups.Find(key)!;
        var standard = group.Read(stored: null);
        Assert.Empty(standard.Strange);
        Assert.Empty(group.Check(standard.Texts));
        Assert.Equal(standard.Typed, group.Read(group.Write(standard.Texts)).Typed);
        Assert.Equal(standard.Typed, Activator.CreateInstance(group.Type));
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void The_longest_texts_have_room_where_they_are_stored(string key)
    {
        var group = SettingsGroups.Find(key)!;
        var longest = group.Fields.ToDictionary(
            field => field.Name,
            field =>
                field.Kind switch
                {
                    SettingKind.Number => field.Max.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    SettingKind.Choice => field.Choices[0],
                    SettingKind.Email => new string('a', field.Max - 12) + "@example.org",
                    _ => new string('"', field.Max),
                }
        );
        Assert.Empty(group.Check(longest));
        Assert.InRange(group.Write(longest).Length, 1, Tenancy.Settings.Setting.ValueLength);
    }

    [Fact]
    public void What_was_stored_by_another_build_is_tolerated()
    {
        var read = SettingsGroups.General.Read("""{"language":"en","gone":{"x":[1]}}""");
        Assert.Equal(new GeneralSettings { Language = "en" }, read.Typed);
        Assert.Empty(read.Strange);
    }

    [Theory]
    [InlineData("""{"language":"fr","invitationDays":3}""", "language")]
    [InlineData("""{"language":7,"invitationDays":3}""", "language")]
    [InlineData("""{"language":null,"invitationDays":3}""", "language")]
    [InlineData("""{"language":{"a":1},"invitationDays":3}""", "language")]
    public void A_stored_value_that_may_not_be_gives_its_default_and_keeps_the_others(string stored, string strange)
    {
        var read = SettingsGroups.General.Read(stored);
        Assert.Equal(new GeneralSettings { InvitationDays = 3 }, read.Typed);
        Assert.Equal([strange], read.Strange);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("""{"language":"en","language":"nl"}""")]
    public void What_is_no_group_at_all_gives_the_defaults(string stored)
    {
        var read = SettingsGroups.General.Read(stored);
        Assert.Equal(new GeneralSettings(), read.Typed);
        Assert.Equal(["*"], read.Strange);
    }

    [Fact]
    public void Nothing_that_is_stored_makes_it_fail() =>
        Prop.ForAll<string>(stored => SettingsGroups.Portal.Read(stored).Typed is PortalSettings).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("language", "", "required")]
    [InlineData("language", "NL", "format")]
    [InlineData("invitationDays", "", "required")]
    [InlineData("invitationDays", "0", "range")]
    [InlineData("invitationDays", "31", "range")]
    [InlineData("invitationDays", "1.5", "format")]
    [InlineData("invitationDays", "99999999999", "format")]
    [InlineData("invitationDays", "seven", "format")]
    public void A_wrong_entry_is_named_with_its_reason(string field, string entered, string reason)
    {
        var values = SettingsGroups.General.Read(stored: null).Texts.ToDictionary(StringComparer.Ordinal);
        values[field] = entered;
        var wrong = Assert.Single(SettingsGroups.General.Check(values));
        Assert.Equal((field, reason), (wrong.Field, wrong.Reason));
    }

    [Theory]
    [InlineData("no address", "format")]
    [InlineData("a@b, c@d", "format")]
    [InlineData("Naam <a@example.org>", "format")]
    public void A_contact_is_one_plain_address(string entered, string reason) =>
        Assert.Equal(reason, SettingsGroups.Portal.Fields.Single(field => field.Kind == SettingKind.Email).Problem(entered));

    [Fact]
    public void A_text_holds_lines_and_no_other_control_characters()
    {
        var field = SettingsGroups.Portal.Fields[0];
        Assert.Null(field.Problem("Een\r\n\tTwee"));
        Assert.Equal("format", field.Problem("Een\u0001"));
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused_and_never_cut()
    {
        var field = SettingsGroups.Portal.Fields[0];
        Assert.Null(field.Problem(new string('x', field.Max)));
        Assert.Equal("too-long", field.Problem(new string('x', field.Max + 1)));
    }
}
