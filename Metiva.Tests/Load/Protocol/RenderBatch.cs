using System.Buffers.Binary;
using System.Text;

namespace Metiva.Tests.Load.Protocol;

/// <summary>What an edit does, numbered as ASP.NET Core's RenderTreeEditType.</summary>
internal enum EditKind
{
    PrependFrame = 1,
    RemoveFrame = 2,
    SetAttribute = 3,
    RemoveAttribute = 4,
    UpdateText = 5,
    StepIn = 6,
    StepOut = 7,
    UpdateMarkup = 8,
    PermutationListEntry = 9,
    PermutationListEnd = 10,
}

/// <summary>What a frame is, numbered as ASP.NET Core's RenderTreeFrameType.</summary>
internal enum FrameKind
{
    Element = 1,
    Text = 2,
    Attribute = 3,
    Component = 4,
    Region = 5,
    ElementReferenceCapture = 6,
    ComponentReferenceCapture = 7,
    Markup = 8,
    ComponentRenderMode = 9,
    NamedEvent = 10,
}

/// <summary>One change. <paramref name="Frame"/> is the frame that comes in, or where a sibling moves to.</summary>
internal readonly record struct Edit(EditKind Kind, int Sibling, int Frame, string? RemovedAttribute);

/// <summary>
/// One render batch as it comes over the wire: for each component that changed a run of edits, beside them the frames that edits bring
/// in, what was disposed of, and all strings in a table. Everything has a fixed size, little-endian, and the places of the five parts
/// stand at the end. ASP.NET Core writes it in RenderBatchWriter.cs and reads it in OutOfProcessRenderBatch.ts.
/// </summary>
internal sealed class RenderBatch(ReadOnlyMemory<byte> data)
{
    private const int Parts = 5 * sizeof(int);
    private const int EditSize = 4 * sizeof(int);
    private const int FrameSize = 5 * sizeof(int);
    private readonly int diffs = Int(data, data.Length - Parts);
    private readonly int frames = Int(data, data.Length - Parts + sizeof(int));
    private readonly int disposedComponents = Int(data, data.Length - Parts + (2 * sizeof(int)));
    private readonly int disposedHandlers = Int(data, data.Length - Parts + (3 * sizeof(int)));
    private readonly int strings = Int(data, data.Length - Parts + (4 * sizeof(int)));

    /// <summary>The components that changed, each with where its edits are.</summary>
    public IEnumerable<(int Component, int Edits, int Count)> Diffs()
    {
        for (var index = 0; index < Int(diffs); index++)
        {
            var at = Int(diffs + sizeof(int) + (index * sizeof(int)));
            yield return (Int(at), at + (2 * sizeof(int)), Int(at + sizeof(int)));
        }
    }

    public Edit EditAt(int edits, int index)
    {
        var at = edits + (index * EditSize);
        return new Edit((EditKind)Int(at), Int(at + 4), Int(at + 8), Text(Int(at + 12)));
    }

    public FrameKind KindOf(int frame) => (FrameKind)Int(At(frame));

    /// <summary>How many frames an element, a component or a region takes, itself included; any other takes one.</summary>
    public int SizeOf(int frame) => KindOf(frame) is FrameKind.Element or FrameKind.Component or FrameKind.Region ? Int(At(frame) + 4) : 1;

    /// <summary>An element's name.</summary>
    public string ElementName(int frame) => Text(Int(At(frame) + 8))!;

    /// <summary>What a text or markup frame says.</summary>
    public string Content(int frame) => Text(Int(At(frame) + 4)) ?? "";

    public int ComponentId(int frame) => Int(At(frame) + 8);

    /// <summary>An attribute; with a handler's number when it is an event's.</summary>
    public (string Name, string? Value, ulong Handler) Attribute(int frame) =>
        (Text(Int(At(frame) + 4))!, Text(Int(At(frame) + 8)), BinaryPrimitives.ReadUInt64LittleEndian(data.Span[(At(frame) + 12)..]));

    public IEnumerable<int> DisposedComponents()
    {
        for (var index = 0; index < Int(disposedComponents); index++)
        {
            yield return Int(disposedComponents + sizeof(int) + (index * sizeof(int)));
        }
    }

    public IEnumerable<ulong> DisposedHandlers()
    {
        for (var index = 0; index < Int(disposedHandlers); index++)
        {
            yield return BinaryPrimitives.ReadUInt64LittleEndian(data.Span[(disposedHandlers + sizeof(int) + (index * sizeof(ulong)))..]);
        }
    }

    private static int Int(ReadOnlyMemory<byte> data, int at) => BinaryPrimitives.ReadInt32LittleEndian(data.Span[at..]);

    private int Int(int at) => Int(data, at);

    private int At(int frame) => frames + sizeof(int) + (frame * FrameSize);

    // The table holds where each string begins; there its length in bytes, seven bits a byte, and then the bytes.
    private string? Text(int index)
    {
        if (index < 0)
        {
            return null;
        }

        var span = data.Span[Int(strings + (index * sizeof(int)))..];
        var (length, shift, at) = (0, 0, 0);
        do
        {
            length |= (span[at] & 0x7f) << shift;
            shift += 7;
        } while (span[at++] >= 0x80);

        return Encoding.UTF8.GetString(span.Slice(at, length));
    }
}
