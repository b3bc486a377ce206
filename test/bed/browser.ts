import { type Browser, chromium } from "playwright-core";
import { requireProgram } from "./program.ts";

const calm = ["--no-sandbox", "--disable-gpu", "--no-first-run"];
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Starts the machine's own Chromium, headless; it asks the network for nothing by itself. Close it when done. */
export function startBrowser(): Promise<Browser> {
  const executablePath = requireProgram("chromium");
  if (executablePath === undefined) throw new Error("chromium is not installed");
  return chromium.launch({ executablePath, args: [...calm, ...quiet] });
}
