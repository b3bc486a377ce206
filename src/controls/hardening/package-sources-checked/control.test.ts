import { testCases } from "../../../../test/control-cases.ts";
import control from "./control.ts";

testCases(control, import.meta.url);
