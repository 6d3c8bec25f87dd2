// What the page of a form (xforms/js/browser.js) mounts: the component, its plugin, and Vue's own ways to do so.
export { OdkWebForm, webFormsPlugin } from "@getodk/web-forms";
export { createApp, h } from "vue";
