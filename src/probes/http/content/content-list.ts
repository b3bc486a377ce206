import { actuator } from "./actuator.ts";
import { apiDescriptions } from "./api-descriptions.ts";
import { archives, hostArchives } from "./archives.ts";
import type { ContentProof } from "./content-proof.ts";
import { defaultPages } from "./default-pages.ts";
import { debugPages, developmentServers } from "./development-servers.ts";
import { editorFolders } from "./editor-folders.ts";
import { environmentFiles } from "./environment-files.ts";
import { manifests } from "./manifests.ts";
import { phpInfo } from "./php-info.ts";
import { pipelineFiles } from "./pipeline-files.ts";
import { secretFiles } from "./secret-files.ts";
import { sourceFiles, sourceMaps } from "./source-files.ts";
import { statusPages } from "./status-pages.ts";
import { versionControl } from "./version-control.ts";

/** Everything that is looked for at the root of any site, what matters most first. */
export const contentProofs: readonly ContentProof[] = [
  ...defaultPages,
  ...versionControl,
  ...environmentFiles,
  ...archives,
  ...statusPages,
  ...phpInfo,
  ...actuator,
  ...secretFiles,
  ...sourceFiles,
  ...manifests,
  ...editorFolders,
  ...apiDescriptions,
  ...developmentServers,
  ...pipelineFiles,
];

/** The folder of a URL's path, without a slash at its end: `` for the root, `/shop` for `/shop/` and `/shop/index.html`. */
export function baseOf(url: string): string {
  const { pathname } = new URL(url);
  const folder = /\.[^/]*$/.test(pathname) ? pathname.slice(0, pathname.lastIndexOf("/")) : pathname;
  return folder.replace(/\/+$/, "");
}

/** What is looked for at that URL: at the root, below the URL's own path, and by the names of host and scripts. */
export function contentListOf(
  url: string,
  seen: { readonly page: string; readonly nowhere: string },
): readonly ContentProof[] {
  const base = baseOf(url);
  const below = base === "" ? [] : contentProofs.filter((it) => it.underBase);
  return [
    ...debugPages.map((it) => ({ ...it, path: seen.nowhere })),
    ...contentProofs,
    ...below.map((it) => ({ ...it, id: `${it.id}-below-path`, path: `${base}${it.path}` })),
    ...hostArchives(new URL(url).hostname),
    ...sourceMaps(seen.page, url),
  ];
}
