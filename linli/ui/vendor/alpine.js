// Alpine's build for a strict content policy; components are registered on `alpine:init`.
import Alpine from "@alpinejs/csp";

window.Alpine = Alpine;
queueMicrotask(() => Alpine.start());
