import { rmSync } from "node:fs";
import { runRoot, runRootVariable } from "./bed/run-folder.ts";

/** Makes the one temporary folder of a test run, and removes it when all is done. */
export default function setup(): () => void {
  const root = runRoot();
  process.env[runRootVariable] = root;
  return () => rmSync(root, { recursive: true, force: true });
}
