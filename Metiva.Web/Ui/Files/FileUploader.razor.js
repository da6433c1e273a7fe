// Sends files to the server: small ones at once, large ones in parts from wherever the server says that it stands. Progress goes to the
// page at most a few times a second.
const atOnce = 2;
const attempts = 4;
const pause = 400;

export function begin(page, zone, input, options) {
  const jobs = new Map();
  const queue = [];
  let next = 1;
  let active = 0;
  let stopped = false;
  const tell = (name, ...values) => (stopped ? Promise.resolve() : page.invokeMethodAsync(name, ...values).catch(() => {}));

  const address = (path, values) => {
    const query = new URLSearchParams({ ...values, stamp: options.stamp });
    return `${options.address}${path}?${query}`;
  };

  // Resolves to the answer; rejects with words for the person, or with null when the connection broke.
  const send = (job, method, url, body, onSent) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      job.request = request;
      request.open(method, url);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("RequestVerificationToken", options.token ?? "");
      if (body) {
        request.setRequestHeader("Content-Type", "application/octet-stream");
        request.upload.onprogress = (event) => onSent?.(event.loaded);
      }
      request.onload = () => {
        let answer = null;
        try {
          answer = JSON.parse(request.responseText);
        } catch {
          // No answer of ours: a proxy's page, perhaps.
        }
        if (request.status < 300) {
          resolve(answer);
        } else {
          reject({ status: request.status, text: answer?.detail ?? options.refused, received: answer?.received });
        }
      };
      request.onerror = () => reject({ status: 0, text: options.unreachable });
      request.onabort = () => reject({ status: -1 });
      request.send(body ?? null);
    });

  const progress = (job, sent) => {
    const now = Date.now();
    if (now - (job.told ?? 0) > pause) {
      job.told = now;
      tell("OnProgress", job.key, sent);
    }
  };

  const passes = (trouble) => trouble.status === 0 || trouble.status === 429 || trouble.status >= 500;

  const inParts = async (job) => {
    const { file } = job;
    const start = { name: file.name, size: file.size, modified: file.lastModified };
    const standing = await send(job, "POST", address("", start));
    job.id = standing.id;
    let offset = standing.received;
    let failed = 0;
    while (offset < file.size) {
      progress(job, offset);
      try {
        const part = file.slice(offset, Math.min(offset + options.partBytes, file.size));
        const after = await send(job, "PUT", address(`/${job.id}`, { offset }), part, (sent) => progress(job, offset + sent));
        offset = after.received;
        failed = 0;
      } catch (trouble) {
        if (trouble.status === 409 && Number.isInteger(trouble.received) && ++failed < attempts) {
          offset = trouble.received;
        } else if (passes(trouble) && ++failed < attempts) {
          await new Promise((resolve) => setTimeout(resolve, 1000 * failed));
          if (job.cancelled) {
            throw { status: -1 };
          }
        } else {
          throw trouble;
        }
      }
    }
    await send(job, "POST", address(`/${job.id}`, {}));
  };

  const run = async (job) => {
    active++;
    job.cancelled = false;
    try {
      if (job.file.size > options.requestBytes) {
        await inParts(job);
      } else {
        await send(job, "PUT", address("", { name: job.file.name }), job.file, (sent) => progress(job, sent));
      }
      jobs.delete(job.key);
      tell("OnEndedAsync", job.key, null);
    } catch (trouble) {
      tell("OnEndedAsync", job.key, trouble.status === -1 ? "" : (trouble.text ?? options.refused));
    } finally {
      active--;
      pump();
    }
  };

  const pump = () => {
    while (!stopped && active < atOnce && queue.length > 0) {
      run(queue.shift());
    }
  };

  const add = (files) => {
    for (const file of files) {
      const job = { key: next++, file };
      jobs.set(job.key, job);
      queue.push(job);
      tell("OnBegun", job.key, file.name, file.size);
    }
    pump();
  };

  const onChange = () => {
    add([...input.files]);
    input.value = "";
  };
  const onDrag = (event) => {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      zone.classList.toggle("over", event.type === "dragover");
    }
  };
  const onDrop = (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    add([...event.dataTransfer.files].filter((file) => file.size > 0 || file.type));
  };
  input.addEventListener("change", onChange);
  zone.addEventListener("dragover", onDrag);
  zone.addEventListener("dragleave", onDrag);
  zone.addEventListener("drop", onDrop);

  return {
    cancel: (key) => {
      const job = jobs.get(key);
      const place = queue.indexOf(job);
      if (job && place >= 0) {
        queue.splice(place, 1);
        tell("OnEndedAsync", key, "");
      } else if (job) {
        job.cancelled = true;
        job.request?.abort();
        if (job.id) {
          send({}, "DELETE", address(`/${job.id}`, {})).catch(() => {});
        }
      }
    },
    retry: (key) => {
      const job = jobs.get(key);
      if (job) {
        queue.push(job);
        pump();
      }
    },
    stop: () => {
      stopped = true;
      jobs.forEach((job) => job.request?.abort());
      input.removeEventListener("change", onChange);
      zone.removeEventListener("drop", onDrop);
    },
  };
}
