// Running clocks: elements with data-clock-since (ISO), data-clock-base-ms and, when they stand
// still, data-clock-until. Server time, kept by a clock of the browser that is never set back.

const serverTime = Date.parse(document.querySelector('meta[name="server-time"]').content);
const [navigation] = performance.getEntriesByType("navigation");
const receivedAt = navigation ? navigation.responseStart : 0;

const now = () => serverTime + performance.now() - receivedAt;

export function format(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number) => String(number).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function elapsed({ clockSince, clockUntil, clockBaseMs }) {
  const until = clockUntil ? Date.parse(clockUntil) : now();
  return until - Date.parse(clockSince) + Number(clockBaseMs || 0);
}

export function tick() {
  for (const element of document.querySelectorAll("[data-clock-since]")) {
    const text = format(elapsed(element.dataset));
    if (element.textContent !== text) element.textContent = text;
  }
}

if (serverTime) {
  setInterval(tick, 1000);
  document.addEventListener("htmx:load", tick);
  tick();
}
