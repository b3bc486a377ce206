/** Where the requirements come from. The wording here is our own. */
export const source = {
  name: "TSS-WEB",
  title: "Technical Security Standard for Web Applications",
  chapter: "Secure Operation",
  author: "Secodis",
  licence: "CC BY 4.0",
  licenceUrl: "https://creativecommons.org/licenses/by/4.0/",
  url: "https://github.com/Secodis/TSS-WEB",
  notice:
    "Based on the chapter Secure Operation of TSS-WEB by Secodis, licensed under CC BY 4.0. " +
    "The requirements were reworded, split into parts, and mapped to other standards; Secodis endorses none of it.",
} as const;

export type EditionId = "tss-web-2.0" | "tss-web-md";

export interface Edition {
  readonly id: EditionId;
  readonly title: string;
  /** Number of the chapter Secure Operation in it. */
  readonly chapter: string;
  /** How its items are numbered. */
  readonly numbering: string;
}

/** The two editions with the same content, the older first. */
export const editions: readonly Edition[] = [
  {
    id: "tss-web-2.0",
    title: "TSS-WEB 2.0",
    chapter: "3",
    numbering: "every item is numbered, such as 3.2.10",
  },
  {
    id: "tss-web-md",
    title: "TSS-WEB, Markdown edition",
    chapter: "2",
    numbering: "section and position, such as 2.2 (10); bullets of a list are counted in their order",
  },
];
