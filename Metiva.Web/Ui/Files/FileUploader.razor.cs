using Metiva.Tenancy.Files;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Web.Shell.Binding;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace Metiva.Web.Ui.Files;

/// <summary>What the browser's side says, and what it is asked for. The files themselves never go through the circuit.</summary>
public sealed partial class FileUploader : IAsyncDisposable
{
    private const int Shown = 20;
    private readonly List<RunningUpload> running = [];
    private List<UploadStanding> waiting = [];
    private ElementReference zone;
    private ElementReference input;
    private IJSObjectReference? uploads;
    private DotNetObjectReference<FileUploader>? self;

    private enum UploadState
    {
        Running,
        Done,
        Cancelled,
        Failed,
    }

    /// <summary>Whether files are uploaded as the client.</summary>
    [Parameter]
    public bool InPortal { get; set; }

    /// <summary>Called after each file.</summary>
    [Parameter, EditorRequired]
    public required Func<Task> Uploaded { get; set; }

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private CompanyStamp Stamp { get; set; } = null!;

    [Inject]
    private AntiforgeryStateProvider Antiforgery { get; set; } = null!;

    [Inject]
    private FileSettings Settings { get; set; } = null!;

    [Inject]
    private UploadQuery Unfinished { get; set; } = null!;

    [Inject]
    private CancelUpload Cancel { get; set; } = null!;

    [Inject]
    private CommandRunner Runner { get; set; } = null!;

    /// <summary>An upload began.</summary>
    [JSInvokable]
    public void OnBegun(int key, string name, long size)
    {
        running.RemoveAll(upload => upload.Key == key);
        running.Insert(0, new RunningUpload(key, name, size));
        if (running.Count > Shown)
        {
            running.RemoveAll(upload => upload.State == UploadState.Done);
        }

        StateHasChanged();
    }

    /// <summary>It is so far.</summary>
    [JSInvokable]
    public void OnProgress(int key, long sent)
    {
        if (running.Find(upload => upload.Key == key) is { } upload)
        {
            upload.Sent = sent;
            StateHasChanged();
        }
    }

    /// <summary>It ended: null was well, nothing was called off, and words say why not.</summary>
    [JSInvokable]
    public async Task OnEndedAsync(int key, string? trouble)
    {
        if (running.Find(upload => upload.Key == key) is not { } upload)
        {
            return;
        }

        upload.Trouble = trouble;
        upload.State =
            trouble is null ? UploadState.Done
            : trouble.Length == 0 ? UploadState.Cancelled
            : UploadState.Failed;
        if (trouble is null)
        {
            upload.Sent = upload.Size;
            await Uploaded();
        }

        await LookAsync();
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        self?.Dispose();
        try
        {
            if (uploads is not null)
            {
                await uploads.InvokeVoidAsync("stop");
                await uploads.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and what it sent with it; large files go on where they stand.
        }
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LookAsync();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        self = DotNetObjectReference.Create(this);
        await using var module = await Script.InvokeAsync<IJSObjectReference>("import", "./Ui/Files/FileUploader.razor.js");
        uploads = await module.InvokeAsync<IJSObjectReference>(
            "begin",
            self,
            zone,
            input,
            new
            {
                Address = FileAddress.Uploads(InPortal),
                Stamp = Stamp.Current,
                Token = Antiforgery.GetAntiforgeryToken()?.Value,
                Settings.RequestBytes,
                Settings.PartBytes,
                Unreachable = Texts["Upload.Unreachable"].Value,
                Refused = Texts["Upload.Refused"].Value,
            }
        );
        StateHasChanged();
    }

    private async Task LookAsync()
    {
        var found = await Unfinished.Run(InPortal, CancellationToken.None);
        var active = running
            .Where(upload => upload.State == UploadState.Running)
            .Select(upload => upload.Name)
            .ToHashSet(StringComparer.Ordinal);
        waiting = found.Ok ? [.. found.Value.Where(upload => !active.Contains(upload.Name))] : [];
    }

    private async Task GiveUpAsync(UploadStanding upload)
    {
        await Runner.RunAsync(token => Cancel.Run(new(upload.Id, InPortal), token), _ => Texts["Upload.GivenUp", upload.Name], default);
        await LookAsync();
        StateHasChanged();
    }

    private Task CancelAsync(RunningUpload upload) => uploads!.InvokeVoidAsync("cancel", upload.Key).AsTask();

    private async Task RetryAsync(RunningUpload upload)
    {
        (upload.State, upload.Trouble) = (UploadState.Running, null);
        await uploads!.InvokeVoidAsync("retry", upload.Key);
        StateHasChanged();
    }

    private string Words(RunningUpload upload) =>
        upload.State switch
        {
            UploadState.Done => Texts["Upload.Done"],
            UploadState.Cancelled => Texts["Upload.Cancelled"],
            UploadState.Failed => upload.Trouble!,
            _ => Texts["Upload.Stands", FileKinds.Size(upload.Sent), FileKinds.Size(upload.Size)],
        };

    private sealed class RunningUpload(int key, string name, long size)
    {
        public int Key => key;
        public string Name => name;
        public long Size => size;
        public long Sent { get; set; }
        public UploadState State { get; set; }
        public string? Trouble { get; set; }
        public int Percent => Size == 0 ? 100 : (int)(Math.Min(Sent, Size) * 100 / Size);
    }
}
