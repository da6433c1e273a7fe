// The buttons of the connection notice. Everything else that moves is the circuit's.
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
