import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runFolder } from "./run-folder.ts";

/** A folder to be served, with these files. */
export function webRoot(files: Readonly<Record<string, string>>): string {
  const folder = runFolder("root");
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** What a developer's working copy leaves in a document root. The password is made up. */
export const leftovers: Readonly<Record<string, string>> = {
  ".git/HEAD": "ref: refs/heads/main\n",
  ".git/config": "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n",
  ".env": "APP_ENV=production\nDB_HOST=db.example.com\nDB_PASSWORD=not-a-real-one\n",
};

const page = (title: string, text: string) =>
  `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${text}</h1></body></html>\n`;

/** A hardened site: a page of its own and an error page that names no product. */
export const ownPages: Readonly<Record<string, string>> = {
  "index.html": page("Shop", "Welcome to the shop"),
  "error.html": page("Not available", "This page is not available"),
};
