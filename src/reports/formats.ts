import type { Assessment } from "../assessment/assessment.ts";
import type { TerminalOptions } from "./terminal/report.ts";

/** What a reader of a report may choose; a format takes what concerns it. */
export type ReportOptions = TerminalOptions;

/** Makes a report of an assessment; pure, the same text for the same assessment and options. */
export type Render = (assessment: Assessment, options?: ReportOptions) => string;

export interface Format {
  /** For whom or what it is, in a few words. */
  readonly title: string;
  /** Of a file that holds it, without the dot. */
  readonly extension: string;
  /** Loads the format only once it is asked for. */
  readonly load: () => Promise<Render>;
}

/** Every format of a report. */
export const formats = {
  terminal: {
    title: "for people at a terminal",
    extension: "txt",
    load: async () => (await import("./terminal/report.ts")).renderTerminal,
  },
  html: {
    title: "one self-contained page with all evidence",
    extension: "html",
    load: async () => (await import("./html/report.ts")).renderHtml,
  },
  json: {
    title: "everything, for programs, by a published schema",
    extension: "json",
    load: async () => (await import("./json/report.ts")).renderJson,
  },
  sarif: {
    title: "SARIF 2.1.0, for code scanning",
    extension: "sarif",
    load: async () => (await import("./sarif/report.ts")).renderSarif,
  },
  junit: {
    title: "JUnit XML, for build servers",
    extension: "xml",
    load: async () => (await import("./junit/report.ts")).renderJunit,
  },
  markdown: {
    title: "GitHub-flavoured Markdown, for pull requests and wikis",
    extension: "md",
    load: async () => (await import("./markdown/report.ts")).renderMarkdown,
  },
  csv: {
    title: "RFC 4180, for spreadsheets",
    extension: "csv",
    load: async () => (await import("./csv/report.ts")).renderCsv,
  },
  oscal: {
    title: "OSCAL 1.2 assessment results, for compliance programs",
    extension: "oscal.json",
    load: async () => (await import("./oscal/report.ts")).renderOscal,
  },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as readonly FormatName[];

/** Whether the text is the name of a format. */
export function isFormatName(text: string): text is FormatName {
  return Object.hasOwn(formats, text);
}
