// The buttons of the connection notice, and the way to the search box. Everything else that moves is the circuit's.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-reconnect], [data-reload]");
  if (!button) {
    return;
  }
  if (button.hasAttribute("data-reload")) {
    location.reload();
    return;
  }
  button.disabled = true;
  try {
    // false: the server is there, but no longer knows this page.
    if (!(await Blazor.reconnect())) {
      location.reload();
    }
  } catch {
    button.disabled = false;
  }
});

// A slash, or Ctrl and K, leads to the search box, where nothing else takes what is typed.
document.addEventListener("keydown", (event) => {
  const shortcut = event.key === "/" ? !event.ctrlKey && !event.metaKey && !event.altKey : event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if (!shortcut || (event.key === "/" && event.target.closest("input, textarea, select, [contenteditable]"))) {
    return;
  }
  const box = [...document.querySelectorAll("[data-search], .search-small")].find((one) => one.offsetParent !== null);
  if (box) {
    event.preventDefault();
    box.focus();
    box.select?.();
  }
});
