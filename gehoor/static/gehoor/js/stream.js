// A SharedWorker: one stream of events for all tabs of this browser, as a browser opens few.
// A tab says { url }; each hears { isOpen } and what to look at again, { kinds: ["waiting"] }.

const RETRY_MS = 5000;
const KINDS = ["waiting", "shift"];
const ports = new Set();
let source;

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function open(url) {
  source = new EventSource(url);
  source.addEventListener("open", () => tell({ isOpen: true }));
  for (const kind of KINDS) source.addEventListener(kind, ({ data }) => tell({ kinds: data.split(" ") }));
  source.addEventListener("error", () => {
    tell({ isOpen: false });
    // Refused (signed out, server away): the browser itself gives up, we do not.
    if (source.readyState === EventSource.CLOSED) setTimeout(open, RETRY_MS, url);
  });
}

function greet(port) {
  ports.add(port);
  port.addEventListener("message", ({ data }) => {
    if (data.isGone) ports.delete(port);
    else if (!source) open(data.url);
    else port.postMessage({ isOpen: source.readyState === EventSource.OPEN, kinds: KINDS });
  });
  port.start();
}

self.addEventListener("connect", ({ ports: [port] }) => greet(port));
