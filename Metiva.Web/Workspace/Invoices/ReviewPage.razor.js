// Keys for the review queue. Arrows are the same as j and k; fields, dialogs and shortcuts of the browser keep theirs.
const meanings = { j: "j", k: "k", a: "a", s: "s", ArrowDown: "j", ArrowUp: "k" };

export function listen(page) {
  const onKey = (event) => {
    const meaning = meanings[event.key];
    const typing = event.target.closest?.("input, textarea, select, [contenteditable], [popover], [role=dialog]");
    if (!meaning || event.ctrlKey || event.metaKey || event.altKey || typing || document.querySelector(".rz-dialog")) {
      return;
    }

    event.preventDefault();
    page.invokeMethodAsync("OnKeyAsync", meaning).then(() => {
      document.querySelector(".waiting[aria-current]")?.scrollIntoView({ block: "nearest" });
    });
  };
  document.addEventListener("keydown", onKey);
  return { stop: () => document.removeEventListener("keydown", onKey) };
}
