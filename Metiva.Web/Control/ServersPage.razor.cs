using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Servers;
using Metiva.Web.Ui;

namespace Metiva.Web.Control;

public sealed partial class ServersPage
{
    private static readonly ListRules ListRules = new()
    {
        Sorts = ["name", "region", "companies", "state", "checked"],
        DefaultSort = "name",
        Filters = [ListFilter.Text("q"), ListFilter.Choice<ServerState>("state"), ListFilter.Choice<ServerCondition>("health")],
    };

    private ListPage<RegisteredServer>? page;
    private Error? error;

    public static Permission Requires => Permissions.ControlPlane.Read;

    protected override ListRules Rules => ListRules;

    protected override async Task LoadAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var sort = query.Sort switch
        {
            "region" => ServerSort.Region,
            "companies" => ServerSort.Companies,
            "state" => ServerSort.State,
            "checked" => ServerSort.Checked,
            _ => ServerSort.Name,
        };
        var filter = new ServerFilter(
            query.Text("q"),
            query.Choice<ServerState>("state"),
            query.Choice<ServerCondition>("health"),
            sort,
            query.Descending,
            (int)query.Offset,
            query.PageSize
        );
        var result = await Registry.ListAsync(filter, cancellationToken);
        error = result.Error;
        page = result.Ok ? new ListPage<RegisteredServer>(result.Value.Rows, result.Value.Total) : ListPage<RegisteredServer>.Empty;
    }

    private IEnumerable<FilterOption> States => Options<ServerState>("ServerState.");

    private IEnumerable<FilterOption> Conditions => Options<ServerCondition>("Health.");

    private static Tone ToneOf(RegisteredServer server) =>
        server.Trouble is not null ? Tone.Bad
        : server.CheckedAt is null ? Tone.Neutral
        : Tone.Good;

    private string HealthOf(RegisteredServer server) =>
        server.Trouble is { } trouble ? Texts["Trouble." + trouble]
        : server.CheckedAt is null ? Texts["Health.Unchecked"]
        : Texts["Health.Works"];

    private string Where(RegisteredServer server) => server.Address.Length == 0 ? Texts["Servers.FromSettings"] : server.Address;

    // What is seen on the button begins what a screen reader says of it.
    private string Named(string key, RegisteredServer server) => $"{Texts[key]}: {server.Name}";

    private async Task CheckAsync(RegisteredServer server)
    {
        var result = await Runner.RunAsync(token => Check.Run(new(server.Name), token), done: null, default);
        if (result is { Ok: true, Value: var check })
        {
            var milliseconds = Format.Number((int)Math.Ceiling(check.Latency.TotalMilliseconds));
            Runner.SayDone(
                check.Trouble is { } trouble
                    ? Texts["Servers.DoesNotWork", server.Name, Texts["Trouble." + trouble]]
                    : Texts["Servers.Works", server.Name, check.Version ?? server.Engine, milliseconds]
            );
        }

        await RefreshAsync();
    }

    private async Task CloseAsync(RegisteredServer server)
    {
        if (await Dialog.AskAsync(Texts["Servers.CloseNamed", server.Name], Texts["Servers.CloseWhy"], Texts["Servers.Close"]))
        {
            await Runner.RunAsync(token => Close.Run(new(server.Name), token), name => Texts["Servers.Closed", name], default);
            await RefreshAsync();
        }
    }

    private async Task OpenAsync(RegisteredServer server)
    {
        await Runner.RunAsync(token => Open.Run(new(server.Name), token), name => Texts["Servers.Opened", name], default);
        await RefreshAsync();
    }

    private async Task EditAsync(RegisteredServer? server)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ServerDialog.Server)] = server,
            [nameof(ServerDialog.HasAdministrator)] = Registry.HasAdministrator,
        };
        var title = server is null ? Texts["Servers.Register"].Value : Texts["Servers.EditNamed", server.Name].Value;
        if (await Dialog.OpenAsync<ServerDialog>(title, parameters, Dialogs.Options("36rem")) is true)
        {
            await RefreshAsync();
        }
    }

    private async Task RefreshAsync()
    {
        await ReloadAsync();
        StateHasChanged();
    }

    private IEnumerable<FilterOption> Options<TEnum>(string key)
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Select(name => new FilterOption(name, Texts[key + name]));
}
