using System.Net;
using System.Text;
using AngleSharp.Html.Parser;

namespace Metiva.Tests.Load.Protocol;

/// <summary>
/// One place in the page as a circuit counts them (LogicalElements.ts): an element, a text, a piece of ready markup, or the place of a
/// component, which the page itself does not show.
/// </summary>
/// <param name="component">Which component drew it: events on it are that component's.</param>
/// <param name="name">Of an element; null for everything else.</param>
internal sealed class PageNode(int component, string? name = null)
{
    private Dictionary<string, string>? attributes;
    private Dictionary<string, ulong>? handlers;
    private string? content;
    private bool isMarkup;

    public int Component => component;

    public string? Name => name;

    public PageNode? Parent { get; private set; }

    public List<PageNode> Children { get; } = [];

    /// <summary>The events that somebody listens to here, such as <c>change</c>, each with its handler's number.</summary>
    public IReadOnlyDictionary<string, ulong> Handlers => handlers ?? [];

    public string? this[string attribute] => attributes?.GetValueOrDefault(attribute);

    public void Insert(int index, PageNode child)
    {
        child.Parent = this;
        Children.Insert(index, child);
    }

    public void SetText(string text) => (content, isMarkup) = (text, false);

    public void SetMarkup(string markup) => (content, isMarkup) = (markup, true);

    public void SetAttribute(string attribute, string? value, ulong handler)
    {
        if (handler != 0)
        {
            (handlers ??= [])[EventOf(attribute)] = handler;
        }
        else if (value is null)
        {
            attributes?.Remove(attribute);
        }
        else if (!attribute.StartsWith("__internal_", StringComparison.Ordinal))
        {
            (attributes ??= [])[attribute] = value;
        }
    }

    public void RemoveAttribute(string attribute)
    {
        attributes?.Remove(attribute);
        handlers?.Remove(EventOf(attribute));
    }

    public bool HasClass(string value) => this["class"]?.Split(' ').Contains(value, StringComparer.Ordinal) == true;

    /// <summary>This place and all below it, in the order of the page. What lies in ready markup is text only.</summary>
    public IEnumerable<PageNode> All()
    {
        var open = new Stack<PageNode>();
        open.Push(this);
        while (open.TryPop(out var node))
        {
            yield return node;
            for (var index = node.Children.Count - 1; index >= 0; index--)
            {
                open.Push(node.Children[index]);
            }
        }
    }

    /// <summary>The elements of that name at or below this place.</summary>
    public IEnumerable<PageNode> Elements(string element) => All().Where(node => node.Name == element);

    /// <summary>What stands at and below this place, as a browser's <c>textContent</c> with every gap made one space.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        foreach (var node in All())
        {
            text.Append(node.OwnText());
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    // Markup that was read once is text from then on.
    private string? OwnText()
    {
        if (isMarkup)
        {
            content = content!.Contains('<', StringComparison.Ordinal) ? Parsed(content) : WebUtility.HtmlDecode(content);
            isMarkup = false;
        }

        return content;
    }

    private static string Parsed(string markup) => new HtmlParser().ParseDocument($"<body>{markup}</body>").Body!.TextContent;

    private static string EventOf(string attribute) => attribute.StartsWith("on", StringComparison.Ordinal) ? attribute[2..] : attribute;
}
