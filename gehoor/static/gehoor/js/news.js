// What happens elsewhere: `onNews(kind, look)` calls look on each event of the server of that kind
// ("waiting", "shift"), and every five seconds while there is no stream. base.html names the
// address of the stream and of the worker that keeps one for all tabs.

const FALLBACK_MS = 5000;
const { stream, worker } = document.body.dataset;
const looks = new Map();
const heard = new Set(); // a script that is loaded later missed nothing

let isStreaming = false;

function hear({ isOpen, kinds = [] }) {
  if (isOpen !== undefined) isStreaming = isOpen;
  // A stream that breaks off is the first sign of a connection that does.
  for (const kind of isOpen === false ? looks.keys() : kinds) {
    heard.add(kind);
    for (const look of looks.get(kind) ?? []) look();
  }
}

/** One look at a time; what is asked meanwhile is asked once more afterwards. */
export function onNews(kind, look) {
  let underWay = null;
  let isAskedAgain = false;
  const lookSoon = () => {
    isAskedAgain = Boolean(underWay);
    underWay ??= look().finally(() => {
      underWay = null;
      if (isAskedAgain) lookSoon();
    });
  };
  looks.set(kind, [...(looks.get(kind) ?? []), lookSoon]);
  if (heard.has(kind)) lookSoon();
}

function shareStream() {
  const { port } = new SharedWorker(worker);
  port.addEventListener("message", ({ data }) => hear(data));
  port.start();
  port.postMessage({ url: stream });
  window.addEventListener("pagehide", () => port.postMessage({ isGone: true }));
}

function ownStream() {
  const source = new EventSource(stream);
  source.addEventListener("open", () => hear({ isOpen: true }));
  source.addEventListener("error", () => hear({ isOpen: false }));
  for (const kind of ["waiting", "shift"]) {
    source.addEventListener(kind, ({ data }) => hear({ kinds: data.split(" ") }));
  }
}

if (window.SharedWorker) shareStream();
else ownStream();

setInterval(() => isStreaming || hear({ kinds: [...looks.keys()] }), FALLBACK_MS);
