import { type Reading, readYaml } from "./read-yaml.ts";
import type { Source } from "./source.ts";

const notText = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Reads one estate file: text without control characters, in YAML, or strictly in JSON where its name says so. */
export function readSource(source: Source): Reading {
  const broken = (message: string, start = 0): Reading => ({
    flaws: [{ span: { source, start, end: start + 1 }, message }],
    broken: true,
  });
  const control = notText.exec(source.text);
  if (control) return broken("this isn't text: a control character stands here", control.index);
  const reading = readYaml(source);
  if (reading.flaws.length > 0) return reading;
  if (reading.root === undefined || (reading.root.kind === "scalar" && reading.root.value === null)) {
    return broken("the file is empty; the smallest estate is `estate: NAME`");
  }
  const wrong = source.file.endsWith(".json") ? jsonMistake(source.text) : undefined;
  if (wrong === undefined) return reading;
  const { flaws } = broken("this isn't JSON (it may be YAML: then name the file .yaml)", wrong);
  return { ...reading, flaws };
}

/** Where a text stops being JSON. */
function jsonMistake(text: string): number | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return Number(/position (\d+)/.exec(String(error))?.[1] ?? Math.max(0, text.trimEnd().length - 1));
  }
}
