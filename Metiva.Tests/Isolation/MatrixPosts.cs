namespace Metiva.Tests.Isolation;

/// <summary>What a page posts to outside its circuit.</summary>
internal static class MatrixPosts
{
    public static IReadOnlyList<string> Patterns { get; } = ["/workspace/view-as-client", "/portal/leave-view"];
}
