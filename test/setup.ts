import { rmSync } from "node:fs";
import { endNotedProcesses, runRoot, runRootVariable } from "./bed/run-folder.ts";

/** Makes the one temporary folder of a test run; when all is done, ends what was left running and removes it. */
export default function setup(): () => void {
  const root = runRoot();
  process.env[runRootVariable] = root;
  return () => {
    endNotedProcesses();
    rmSync(root, { recursive: true, force: true });
  };
}
