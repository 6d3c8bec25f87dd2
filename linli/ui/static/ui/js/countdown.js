// Time left, by the server's clock: minutes for legal deadlines, seconds where the page asks for them.
import { fill, serverNow, texts } from "./texts.js";

const MINUTE = 60000;

function text(left, seconds) {
  if (left <= 0) return texts.past;
  if (seconds) {
    const whole = Math.floor(left / 1000);
    return `${Math.floor(whole / 60)} ${texts.minutes} ${String(whole % 60).padStart(2, "0")} ${texts.seconds}`;
  }
  const minutes = Math.floor(left / MINUTE);
  const values = { h: Math.floor(minutes / 60), m: minutes % 60 };
  return fill(values.h ? texts.left_hours : texts.left_minutes, values);
}

function update(node) {
  const left = new Date(node.dataset.deadline).getTime() - serverNow();
  // Days are counted by the server (working days); only the last day counts hours and minutes.
  if (left < 24 * 60 * MINUTE) node.textContent = text(left, node.hasAttribute("data-seconds"));
}

export function countdowns(root) {
  root.querySelectorAll("[data-deadline]:not([data-running])").forEach((node) => {
    node.dataset.running = "1";
    update(node);
    const every = node.hasAttribute("data-seconds") ? 1000 : MINUTE;
    const timer = window.setInterval(() => (node.isConnected ? update(node) : window.clearInterval(timer)), every);
  });
}
