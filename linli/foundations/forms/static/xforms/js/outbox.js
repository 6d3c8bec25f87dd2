// Sending: what waits in this browser goes out as soon as there is a connection, one after another, in one tab at a time.

import { posted } from "./filled.js";
import * as store from "./store.js";

const OURS = (person) => async () => (await store.all("outbox")).filter((one) => one.person === person);
const AGAIN = [401, 403, 408, 425, 429];

export class Outbox {
  /** `told(what, item, answer)` hears of each: sent, refused, waiting, away (signed out). */
  constructor(person, token, told) {
    Object.assign(this, { token, told, mine: OURS(person) });
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.flush());
    setInterval(() => this.flush(), 30_000);
  }

  async add(item) {
    await store.put("outbox", item);
    return this.flush();
  }

  flush() {
    return navigator.locks.request("linli-outbox", async () => {
      for (const item of await this.mine()) {
        if (!item.refused && !(await this.send(item))) return;
      }
    });
  }

  /** Whether to go on with the next. */
  async send(item) {
    let answer;
    try {
      const headers = { "X-CSRFToken": this.token, Accept: "application/json" };
      answer = await fetch(item.send, { method: "POST", body: posted(item, item.more), headers });
    } catch {
      this.told("waiting", item);
      return false;
    }
    const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (answer.status === 201 && said) {
      await store.remove("outbox", item.key);
      this.told("sent", item, said);
      return true;
    }
    if (said && answer.status < 500 && !AGAIN.includes(answer.status)) {
      await store.put("outbox", { ...item, refused: said.message });
      this.told("refused", item, said);
      return true;
    }
    const later = answer.status === 429;
    this.told(answer.status >= 500 || later ? "waiting" : "away", item, later ? said : null);
    return false;
  }
}
