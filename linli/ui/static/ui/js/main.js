// What every page gets. Each module finds its own elements by data attributes, also in parts that HTMX brings later.
import "./shell.js";
import "./forms.js";
import "./popovers.js";
import "./htmx.js";
import { countdowns } from "./countdown.js";
import { charts } from "./charts.js";
import { fitTables } from "./tables.js";

const start = (root) => { countdowns(root); charts(root); fitTables(root); };
start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));
