export { requireProgram, testbedHas } from "./bed/program.ts";
