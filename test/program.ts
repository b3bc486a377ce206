export { requireProgram } from "./bed/program.ts";
