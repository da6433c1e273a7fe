using System.Collections.Concurrent;
using System.Text;
using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Tests.Load.Protocol;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Operations;
using Metiva.Web.Workspace.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Metiva.Tests.Operations;

/// <summary>Traces and metrics as a collector on a socket gets them.</summary>
public sealed class TelemetryTests
{
    private const string Sought = "Geheimwoord-4711";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_collector_learns_which_company_and_nothing_that_it_said()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await MetivaServer.StartAsync(settings: Sending(collector));
        var person = DemoPeople.Holding(Role.Finance, DemoCompanies.Bakery);
        using var client = server.Client(await server.SignInAsync(person, DemoCompanies.Bakery));
        await client.GetAsync(HealthFeature.Live);

        var company = DemoCompanies.Bakery.Id.ToString();
        await collector.HearsAsync(AskAsync, "/v1/traces", "/workspace/invoices", TelemetryFeature.CompanyTag, company);
        await collector.HearsAsync(AskAsync, "/v1/metrics", "metiva.binding.outcomes", "metiva.connections.open", company);
        await collector.HearsAsync(AskAsync, "/v1/metrics", "metiva.feed.age", "metiva.circuits", "http.server.request.duration");

        var heard = collector.All;
        Assert.DoesNotContain(Sought, heard, StringComparison.Ordinal);
        Assert.DoesNotContain(DemoCompanies.Bakery.Name, heard, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Name, heard, StringComparison.Ordinal);
        Assert.DoesNotContain(HealthFeature.Live, collector.Of("/v1/traces"), StringComparison.Ordinal);

        // What a caller says of himself names no company.
        Assert.DoesNotContain(DemoCompanies.Physiotherapy.Id.ToString(), collector.Of("/v1/traces"), StringComparison.Ordinal);

        async Task AskAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/workspace/invoices?q={Sought}");
            request.Headers.TryAddWithoutValidation("X-Company-Id", DemoCompanies.Physiotherapy.Id.ToString());
            Assert.True((await client.SendAsync(request)).IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task Of_what_is_done_in_a_circuit_and_by_a_job_it_learns_the_kind_and_nothing_that_was_said()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await MetivaServer.StartAsync(settings: Sending(collector));
        var person = DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery);
        var signedIn = await server.SignInAsync(person, DemoCompanies.Bakery);
        await server.WriteAsync(control => control.People.Single(one => one.Id == person.Id).Email = person.Email);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("Accept-Language", "en");
        await using var circuit = await Circuit.OpenAsync(http, $"{signedIn.CookieName}={signedIn.CookieValue}", "/workspace/invoices");

        var searches = 0;
        await collector.HearsAsync(SearchAsync, "/v1/traces", "Event onchange", nameof(Web.Ui.FilterText));
        await collector.HearsAsync(MailAsync, "/v1/traces", "work mail.send", "metiva.work.outcome", DemoCompanies.Bakery.Id.ToString());

        string[] said = [Sought, DemoCompanies.Bakery.Name, person.Name, person.Email, "Test mail from", signedIn.CookieValue];
        Assert.DoesNotContain(said, word => collector.All.Contains(word, StringComparison.OrdinalIgnoreCase));

        async Task SearchAsync()
        {
            // An event for a field that is just being drawn again is lost, and the next one tries anew.
            await circuit.UntilAsync(Field, Patience);
            await circuit.ChangeAsync(Field, $"{Sought} {++searches}");
        }

        async Task MailAsync()
        {
            using var scope = server.Services.CreateScope();
            var principal = server.Principal(signedIn.Person, signedIn.Session, DemoCompanies.Bakery.Id.ToString());
            scope.ServiceProvider.GetRequiredService<TenantScope>().Freeze(server.Services.GetRequiredService<Binder>().Bind(principal));
            var asked = await scope.ServiceProvider.GetRequiredService<SendTestMail>().Run(new("en"), CancellationToken.None);
            Assert.True(asked.Ok, asked.Error?.Message);
        }

        static PageNode? Field(PageNode root) =>
            root.Elements("input").FirstOrDefault(input => input["name"] == "q" && input.Handlers.ContainsKey("change"));
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_listened_to()
    {
        await using var server = await MetivaServer.StartAsync();
        Assert.Null(server.Services.GetService<OpenTelemetry.Trace.TracerProvider>());
        Assert.Null(server.Services.GetService<OpenTelemetry.Metrics.MeterProvider>());
    }

    [Fact]
    public async Task A_collector_that_is_gone_stops_nobody()
    {
        await using var server = await MetivaServer.StartAsync(
            settings: [$"--{TelemetryFeature.Endpoint}=http://127.0.0.1:1", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"]
        );
        var person = DemoPeople.Holding(Role.Finance, DemoCompanies.Bakery);
        using var client = server.Client(await server.SignInAsync(person, DemoCompanies.Bakery));
        Assert.True((await client.GetAsync("/workspace/invoices")).IsSuccessStatusCode);
    }

    private static string[] Sending(Collector collector) =>
        [
            $"--{TelemetryFeature.Endpoint}={collector.Address}",
            "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_BSP_SCHEDULE_DELAY=200",
            "--OTEL_METRIC_EXPORT_INTERVAL=500",
        ];

    /// <summary>Takes OTLP over HTTP and keeps what it was sent as it came.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, string Body)> sent = new();
        private readonly WebApplication app;

        private Collector()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            app.MapPost("/{**path}", TakeAsync);
        }

        public string Address => app.Urls.Single();

        public string All => string.Join('\n', sent.Select(one => one.Body));

        public static async Task<Collector> StartAsync()
        {
            var collector = new Collector();
            await collector.app.StartAsync();
            return collector;
        }

        public string Of(string path) => string.Join('\n', sent.Where(one => one.Path == path).Select(one => one.Body));

        /// <summary>Waits for all of the words; does again what is told of, because what a full queue or a slow line drops is not sent twice.</summary>
        public Task HearsAsync(Func<Task> again, string path, params string[] words) =>
            Eventually.TrueAsync(
                async () =>
                {
                    await again();
                    await Task.Delay(TimeSpan.FromSeconds(1));
                    return words.All(word => sent.Any(one => one.Path == path && one.Body.Contains(word, StringComparison.Ordinal)));
                },
                TimeSpan.FromSeconds(60)
            );

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            sent.Enqueue((context.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
        }
    }
}
