namespace Metiva.Tests.Load.Protocol;

/// <summary>
/// The page of one circuit, kept true by its render batches as BrowserRenderer.ts keeps the browser's. An edit that does not fit is an
/// error: then something before it was read wrongly.
/// </summary>
internal sealed class PageTree
{
    private readonly Dictionary<int, PageNode> components = [];
    private readonly HashSet<ulong> handlers = [];

    /// <summary>The whole page.</summary>
    public PageNode Root { get; } = new(component: -1);

    /// <summary>Whether the circuit still listens to it.</summary>
    public bool HasHandler(ulong handler) => handlers.Contains(handler);

    /// <summary>Where a component of the prerendered page comes alive.</summary>
    public void Attach(int component)
    {
        var place = new PageNode(component);
        Root.Insert(Root.Children.Count, place);
        components.Add(component, place);
    }

    /// <summary>Applies a batch.</summary>
    public void Apply(RenderBatch batch)
    {
        foreach (var (component, edits, count) in batch.Diffs())
        {
            ApplyEdits(batch, component, edits, count);
        }

        foreach (var component in batch.DisposedComponents())
        {
            components.Remove(component);
        }

        handlers.ExceptWith(batch.DisposedHandlers());
    }

    private void ApplyEdits(RenderBatch batch, int component, int edits, int count)
    {
        var parent = components[component];
        List<(PageNode Node, int To)>? moves = null;
        for (var index = 0; index < count; index++)
        {
            var edit = batch.EditAt(edits, index);
            switch (edit.Kind)
            {
                case EditKind.PrependFrame:
                    Insert(batch, component, parent, edit.Sibling, edit.Frame);
                    break;
                case EditKind.RemoveFrame:
                    parent.Children.RemoveAt(edit.Sibling);
                    break;
                case EditKind.SetAttribute:
                    SetAttribute(batch, parent.Children[edit.Sibling], edit.Frame);
                    break;
                case EditKind.RemoveAttribute:
                    parent.Children[edit.Sibling].RemoveAttribute(edit.RemovedAttribute!);
                    break;
                case EditKind.UpdateText:
                    parent.Children[edit.Sibling].SetText(batch.Content(edit.Frame));
                    break;
                case EditKind.UpdateMarkup:
                    parent.Children[edit.Sibling].SetMarkup(batch.Content(edit.Frame));
                    break;
                case EditKind.StepIn:
                    parent = parent.Children[edit.Sibling];
                    break;
                case EditKind.StepOut:
                    parent = parent.Parent!;
                    break;
                case EditKind.PermutationListEntry:
                    (moves ??= []).Add((parent.Children[edit.Sibling], edit.Frame));
                    break;
                case EditKind.PermutationListEnd:
                    // All of them were taken before the first is put down again.
                    moves!.ForEach(move => parent.Children[move.To] = move.Node);
                    moves = null;
                    break;
                default:
                    throw new FormatException($"There is no edit of kind {edit.Kind}.");
            }
        }
    }

    /// <summary>Puts a frame and what belongs to it into the page; returns how many places it takes there.</summary>
    private int Insert(RenderBatch batch, int component, PageNode parent, int index, int frame)
    {
        switch (batch.KindOf(frame))
        {
            case FrameKind.Element:
                InsertElement(batch, component, parent, index, frame);
                return 1;
            case FrameKind.Text:
                var text = new PageNode(component);
                text.SetText(batch.Content(frame));
                parent.Insert(index, text);
                return 1;
            case FrameKind.Markup:
                var markup = new PageNode(component);
                markup.SetMarkup(batch.Content(frame));
                parent.Insert(index, markup);
                return 1;
            case FrameKind.Component:
                // Empty for now: what it draws comes later in the same batch.
                var place = new PageNode(batch.ComponentId(frame));
                parent.Insert(index, place);
                components.Add(place.Component, place);
                return 1;
            case FrameKind.Region:
                return InsertRange(batch, component, parent, index, frame + 1, frame + batch.SizeOf(frame));
            case FrameKind.ElementReferenceCapture:
            case FrameKind.ComponentReferenceCapture:
            case FrameKind.ComponentRenderMode:
            case FrameKind.NamedEvent:
                // They say something to the server or about the element, and have no place of their own.
                return 0;
            default:
                throw new FormatException($"A frame of kind {batch.KindOf(frame)} cannot stand here.");
        }
    }

    private void InsertElement(RenderBatch batch, int component, PageNode parent, int index, int frame)
    {
        var element = new PageNode(component, batch.ElementName(frame));
        var (next, end) = (frame + 1, frame + batch.SizeOf(frame));
        for (; next < end && batch.KindOf(next) == FrameKind.Attribute; next++)
        {
            SetAttribute(batch, element, next);
        }

        parent.Insert(index, element);
        InsertRange(batch, component, element, 0, next, end);
    }

    private int InsertRange(RenderBatch batch, int component, PageNode parent, int index, int frame, int end)
    {
        var first = index;
        for (; frame < end; frame += batch.SizeOf(frame))
        {
            index += Insert(batch, component, parent, index, frame);
        }

        return index - first;
    }

    private void SetAttribute(RenderBatch batch, PageNode element, int frame)
    {
        var (name, value, handler) = batch.Attribute(frame);
        element.SetAttribute(name, value, handler);
        if (handler != 0)
        {
            handlers.Add(handler);
        }
    }
}
