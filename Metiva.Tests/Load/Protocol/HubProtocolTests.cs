using System.Buffers;
using Xunit;

namespace Metiva.Tests.Load.Protocol;

/// <summary>Hub messages byte by byte. The bytes were taken from what a Chromium sends.</summary>
public sealed class HubProtocolTests
{
    public static TheoryData<string, object?[], string> Sent =>
        new()
        {
            { "OnRenderCompleted", [2L, null], "19950180c0b14f6e52656e646572436f6d706c657465649202c0" },
            {
                "EndInvokeJSFromDotNet",
                [2L, true, "[2,true,null]"],
                "2b950180c0b5456e64496e766f6b654a5346726f6d446f744e65749302c3ad5b322c747275652c6e756c6c5d"
            },
            {
                "OnLocationChanged",
                ["http://localhost:5106/workspace/invoices?sort=customer", null, true],
                "51950180c0b14f6e4c6f636174696f6e4368616e67656493d936687474703a2f2f6c6f63616c686f73743a353130362f776f726b73706163652f696e766f696365733f736f72743d637573746f6d6572c0c3"
            },
        };

    [Theory]
    [MemberData(nameof(Sent))]
    public void A_message_is_written_as_a_browser_writes_it(string target, object?[] arguments, string bytes) =>
        Assert.Equal(bytes, Convert.ToHexStringLower(Written(HubMessage.Send(target, arguments))));

    [Fact]
    public void A_ping_is_three_bytes() => Assert.Equal("029106", Convert.ToHexStringLower(Written(HubMessage.Ping)));

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void A_text_of_any_length_comes_back(int length)
    {
        var text = new string('é', length / 2) + new string('e', length % 2);
        var read = Assert.Single(HubProtocol.Read(Written(HubMessage.Invoke("7", "StartCircuit", text))));
        Assert.Equal("7", read.InvocationId);
        Assert.Equal("StartCircuit", read.Target);
        Assert.Equal(text, read.Text(0));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(127L)]
    [InlineData(128L)]
    [InlineData(255L)]
    [InlineData(256L)]
    [InlineData(65_536L)]
    [InlineData(4_294_967_295L)]
    public void A_number_comes_back(long number) =>
        Assert.Equal(number, Assert.Single(HubProtocol.Read(Written(HubMessage.Send("OnRenderCompleted", number, null)))).Number(0));

    [Fact]
    public void A_server_answers_with_a_result_or_with_an_error()
    {
        // [3, {}, "0", 3, "secret"] and [3, {}, "0", 1, "no"].
        var answers = HubProtocol.Read(Convert.FromHexString("0d950380a13003a6736563726574" + "09950380a13001a26e6f")).ToList();
        Assert.Equal("secret", answers[0].Arguments.Single());
        Assert.Null(answers[0].Error);
        Assert.Empty(answers[1].Arguments);
        Assert.Equal("no", answers[1].Error);
    }

    [Fact]
    public void Several_messages_come_in_one()
    {
        var both = Written(HubMessage.Ping).Concat(Written(HubMessage.Send("OnRenderCompleted", 3L, null))).ToArray();
        Assert.Equal([HubMessageKind.Ping, HubMessageKind.Invocation], HubProtocol.Read(both).Select(message => message.Kind));
    }

    [Theory]
    [InlineData("0391")]
    [InlineData("029109")]
    [InlineData("02c7")]
    [InlineData("ff")]
    public void What_is_cut_off_or_unknown_is_an_error(string bytes) =>
        Assert.ThrowsAny<FormatException>(() => HubProtocol.Read(Convert.FromHexString(bytes)).ToList());

    private static byte[] Written(HubMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        HubProtocol.Write(message, output);
        return output.WrittenSpan.ToArray();
    }
}
