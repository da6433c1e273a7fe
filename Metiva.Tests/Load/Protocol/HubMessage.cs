namespace Metiva.Tests.Load.Protocol;

/// <summary>The kinds of SignalR messages that pass between a page and its circuit (ASP.NET Core, SignalR's HubProtocol.md).</summary>
internal enum HubMessageKind
{
    Invocation = 1,
    Completion = 3,
    Ping = 6,
    Close = 7,
}

/// <summary>One message, in either direction.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="InvocationId">Of an invocation that wants an answer, and of the completion that is it.</param>
/// <param name="Target">What is invoked.</param>
/// <param name="Arguments">With what. Of a completion: its result, if it has one.</param>
/// <param name="Error">Of a completion or a close that is due to one.</param>
internal sealed record HubMessage(
    HubMessageKind Kind,
    string? InvocationId,
    string? Target,
    IReadOnlyList<object?> Arguments,
    string? Error = null
)
{
    public static HubMessage Ping { get; } = new(HubMessageKind.Ping, null, null, []);

    /// <summary>A call that wants no answer.</summary>
    public static HubMessage Send(string target, params object?[] arguments) => new(HubMessageKind.Invocation, null, target, arguments);

    /// <summary>A call that wants one.</summary>
    public static HubMessage Invoke(string invocationId, string target, params object?[] arguments) =>
        new(HubMessageKind.Invocation, invocationId, target, arguments);

    public string Text(int argument) => (string)Arguments[argument]!;

    public long Number(int argument) => (long)Arguments[argument]!;
}
