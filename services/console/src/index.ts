export { consoleTokenSetting } from "./authorise.ts";
export { createConsole } from "./console.ts";
export type { Console, ConsoleDeps } from "./console.ts";
