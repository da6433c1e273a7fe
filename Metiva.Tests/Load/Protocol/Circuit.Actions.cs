using System.Globalization;
using System.Text.Json;

namespace Metiva.Tests.Load.Protocol;

/// <summary>What a person does with the page, and sees of it.</summary>
internal sealed partial class Circuit
{
    private readonly List<Uri> history = [];
    private int place;
    private int calls;
    private (Func<PageNode, bool> Seen, TaskCompletionSource Done)? waiting;

    /// <summary>Where the page is.</summary>
    public Uri Address => history[place];

    /// <summary>Looks at the page as it is now.</summary>
    public T See<T>(Func<PageNode, T> look)
    {
        lock (gate)
        {
            return look(tree.Root);
        }
    }

    /// <summary>
    /// Clicks a link. No handler stands on one, so the script takes it to be a navigation inside the page and tells the circuit
    /// (NavigationManager.ts).
    /// </summary>
    public Task FollowAsync(Func<PageNode, PageNode?> find)
    {
        Uri target;
        lock (gate)
        {
            var link = Find(find, "link");
            if (link is not { Name: "a" } || link["href"] is not { } href || link["target"] is not null)
            {
                throw new CircuitFailedException($"<{link.Name}> '{link.Text()}' is no link inside the page.");
            }

            for (var above = link; above is not null; above = above.Parent)
            {
                if (above.Handlers.ContainsKey("click"))
                {
                    throw new CircuitFailedException($"<{above.Name}> around '{link.Text()}' listens to clicks itself.");
                }
            }

            target = new Uri(Address, href);
            Visit(target, replace: false);
        }

        return SendAsync(HubMessage.Send("OnLocationChanged", target.AbsoluteUri, null, true));
    }

    /// <summary>Goes back in the history. The script says of that too that it was intercepted.</summary>
    public Task BackAsync()
    {
        lock (gate)
        {
            place = place > 0 ? place - 1 : throw new CircuitFailedException("There is nothing to go back to.");
        }

        return SendAsync(HubMessage.Send("OnLocationChanged", Address.AbsoluteUri, null, true));
    }

    /// <summary>Chooses or types a value, which the circuit hears of as <c>change</c>.</summary>
    public Task ChangeAsync(Func<PageNode, PageNode?> find, string value)
    {
        lock (gate)
        {
            var field = Find(find, "field");
            var about = new { componentId = field.Component, fieldValue = value };
            return DispatchAsync(field, "change", about, new { value });
        }
    }

    /// <summary>Submits a form.</summary>
    public Task SubmitAsync(Func<PageNode, PageNode?> find)
    {
        lock (gate)
        {
            return DispatchAsync(Find(find, "form"), "submit", null, new { });
        }
    }

    /// <summary>Waits until the page shows something.</summary>
    /// <exception cref="CircuitFailedException">It never will: the circuit failed.</exception>
    /// <exception cref="TimeoutException">It takes too long.</exception>
    public async Task<T> UntilAsync<T>(Func<PageNode, T?> look, TimeSpan patience)
        where T : class
    {
        T? found = null;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting = (root => (found = look(root)) is not null, done);
            Look();
        }

        try
        {
            await done.Task.WaitAsync(patience);
            return found!;
        }
        finally
        {
            lock (gate)
            {
                waiting = null;
            }
        }
    }

    /// <summary>Wakes whoever waits, when it is there or never will be.</summary>
    private void Look()
    {
        if (waiting is not var (seen, done))
        {
            return;
        }

        try
        {
            if (failure is not null)
            {
                done.TrySetException(failure);
            }
            else if (seen(tree.Root))
            {
                done.TrySetResult();
            }
        }
        catch (Exception exception)
        {
            // What whoever waits found wrong is theirs, and no fault of the circuit.
            done.TrySetException(exception);
        }
    }

    private PageNode Find(Func<PageNode, PageNode?> find, string what) =>
        find(tree.Root) ?? throw new CircuitFailedException($"The page at {Address} does not have that {what}.");

    private void Visit(Uri target, bool replace)
    {
        if (replace)
        {
            history[place] = target;
            return;
        }

        place++;
        history.RemoveRange(place, history.Count - place);
        history.Add(target);
    }

    /// <summary>Passes an event on (EventDelegator.ts, WebRendererInteropMethods.ts): to a handler that the circuit still has.</summary>
    private Task DispatchAsync(PageNode element, string name, object? field, object arguments)
    {
        if (!element.Handlers.TryGetValue(name, out var handler) || !tree.HasHandler(handler))
        {
            throw new CircuitFailedException($"Nobody listens to '{name}' of <{element.Name}>.");
        }

        var about = new
        {
            eventHandlerId = handler,
            eventName = name,
            eventFieldInfo = field,
        };
        return SendAsync(
            HubMessage.Send(
                "BeginInvokeDotNetFromJS",
                (++calls).ToString(CultureInfo.InvariantCulture),
                null,
                "DispatchEventAsync",
                renderer,
                JsonSerializer.Serialize(new[] { about, arguments }, StartPage.Plain)
            )
        );
    }
}
