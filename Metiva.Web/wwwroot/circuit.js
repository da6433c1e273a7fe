// Starts Blazor, and says in words what the line between page and host has no words for: that there is no room for one more page, and that
// what was entered is more than one message may carry. The words stand in ConnectionNotice.razor.
(() => {
  // What a person's act sends. What answers the host goes out whatever it is: the host waits for it.
  const acts = new Set(["BeginInvokeDotNetFromJS", "OnLocationChanged", "OnLocationChanging"]);

  // Names, numbers and lengths that a message carries beside its texts, and some to spare.
  const around = 512;
  const encoder = new TextEncoder();
  let refused = false;
  let before = null;

  const notice = () => document.getElementById("circuit-notice");

  const say = (answer) => {
    const words = notice()?.querySelector(`[data-answer="${answer}"]`);
    if (words) {
      before = document.activeElement;
      notice().dataset.says = answer;
      words.querySelector("button").focus();
    }
  };

  const tooLarge = (args) => {
    const bytes = args.reduce((sum, arg) => sum + (typeof arg === "string" ? encoder.encode(arg).length : 0), around);
    return bytes > Number(notice()?.dataset.largest ?? Infinity);
  };

  const watched = (connection) => {
    const send = connection.send.bind(connection);
    connection.on("Metiva.CircuitRefused", (code) => {
      refused = true;
      say(code);
    });
    connection.send = (method, ...args) => {
      if (acts.has(method) && tooLarge(args)) {
        // The host would end the connection, and with it what else was entered on the page.
        say("TooLarge");
        return Promise.resolve();
      }
      return send(method, ...args);
    };
    return connection;
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("#circuit-notice [data-back]")) {
      delete notice().dataset.says;
      before?.focus();
    }
  });

  Blazor.start({
    circuit: {
      configureSignalR: (builder) => {
        const build = builder.build.bind(builder);
        builder.build = () => watched(build());
      },
      reconnectionHandler: {
        // A circuit that never began has nothing to reconnect to.
        onConnectionDown: (options, error) => refused || Blazor.defaultReconnectionHandler.onConnectionDown(options, error),
        onConnectionUp: () => Blazor.defaultReconnectionHandler.onConnectionUp(),
      },
    },
  });
})();
