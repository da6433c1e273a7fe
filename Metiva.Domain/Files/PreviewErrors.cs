using Metiva.Domain.Shared;

namespace Metiva.Domain.Files;

/// <summary>A PDF that does something by itself is not shown in place.</summary>
public sealed record PreviewIsActive()
    : Error(
        "files.preview-active",
        "This PDF holds parts that can act by themselves, such as script, forms that send or attached files. It is not shown here; download it if you trust whom it is from."
    );

/// <summary>A PDF that cannot be looked through is not shown in place.</summary>
public sealed record PreviewIsUnread()
    : Error(
        "files.preview-unread",
        "This PDF could not be looked through: it is locked, very large, or not made as expected. It is not shown here; download it if you trust whom it is from."
    );
