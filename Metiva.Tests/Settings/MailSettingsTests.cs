using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Settings;
using Metiva.Domain.Shared;
using Metiva.Tenancy;
using Metiva.Tenancy.Settings;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Settings;

/// <summary>Whose name a company's mails carry: its own, at a domain that the installation vouches for, and nobody else's.</summary>
public sealed class MailSettingsTests : IAsyncLifetime
{
    private TenancyBench bench = null!;

    public async Task InitializeAsync()
    {
        bench = await TenancyBench.StartAsync();
        bench.Services.GetRequiredService<TenancyOptions>().Mail.CompanyDomains[$"{bench.A}"] = "alfa.example mail.alfa.example";
    }

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Theory]
    [InlineData("post@alfa.example", null)]
    [InlineData("post@MAIL.alfa.example", null)]
    [InlineData("", null)]
    [InlineData("post@beta.example", "not-allowed")]
    [InlineData("post@onder.alfa.example", "not-allowed")]
    [InlineData("post@alfa.example.evil.example", "not-allowed")]
    [InlineData("\"post\"@alfa.example", "format")]
    [InlineData("geen adres", "format")]
    public async Task A_sender_is_at_a_domain_of_the_company(string address, string? reason)
    {
        var saved = await SaveAsync(bench.A, "senderAddress", address);
        Assert.Equal(reason is null ? null : new InvalidField("senderAddress", reason), saved.Error);
        Assert.Equal(reason is null ? address : "", (await bench.SettingsAsync<MailSettings>(bench.A)).SenderAddress);
    }

    [Fact]
    public async Task The_domain_of_one_company_is_not_another_ones()
    {
        var saved = await SaveAsync(bench.B, "senderAddress", "post@alfa.example");
        Assert.Equal(new InvalidField("senderAddress", "not-allowed"), saved.Error);
        Assert.Equal("", (await bench.SettingsAsync<MailSettings>(bench.B)).SenderAddress);
    }

    [Fact]
    public async Task What_was_allowed_once_is_not_restored_after_it_is_allowed_no_more()
    {
        Assert.True((await SaveAsync(bench.A, "senderAddress", "post@alfa.example")).Ok);
        Assert.True((await SaveAsync(bench.A, "senderAddress", "")).Ok);
        bench.Services.GetRequiredService<TenancyOptions>().Mail.CompanyDomains.Clear();

        using var owner = bench.As(Role.Owner, bench.A);
        var restored = await owner.Get<RestoreSettings>().Run(new("mail", 2, 1), CancellationToken.None);

        Assert.Equal(new InvalidField("senderAddress", "not-allowed"), restored.Error);
        Assert.Equal("", (await bench.SettingsAsync<MailSettings>(bench.A)).SenderAddress);
    }

    [Fact]
    public async Task Answers_go_to_an_address_that_a_header_can_hold()
    {
        Assert.True((await SaveAsync(bench.A, "replyTo", "vragen@elders.example")).Ok);
        Assert.Equal(new InvalidField("replyTo", "format"), (await SaveAsync(bench.A, "replyTo", "\"a b\"@elders.example")).Error);
        Assert.Equal("vragen@elders.example", (await bench.SettingsAsync<MailSettings>(bench.A)).ReplyTo);
    }

    [Fact]
    public async Task A_name_is_one_line() =>
        Assert.Equal(new InvalidField("senderName", "format"), (await SaveAsync(bench.A, "senderName", "Alfa\r\nBcc: x@y.example")).Error);

    private Task<Result<long>> SaveAsync(CompanyId company, string field, string value) =>
        bench.SetAsync(company, SettingsGroups.Mail, field, value);
}
