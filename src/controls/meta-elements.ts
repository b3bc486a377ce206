const entities: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&#39;": "'",
  "&apos;": "'",
  "&#34;": '"',
  "&amp;": "&",
};

/**
 * The attributes of the meta elements in the head of an HTML text, names in lower case. Comments are skipped, and
 * everything from the body on, where browsers heed no meta element.
 */
export function metaElements(html: string): readonly ReadonlyMap<string, string>[] {
  const head = html.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, "").split(/<body[\s>]/i, 1)[0] ?? "";
  return (head.match(/<meta\s(?:[^>"']|"[^"]*"|'[^']*')*>/gi) ?? []).map(
    (element) =>
      new Map(
        [...element.matchAll(/([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)].map((it) => [
          (it[1] ?? "").toLowerCase(),
          (it[2] ?? it[3] ?? it[4] ?? "").replaceAll(/&(?:quot|#39|#34|apos|amp);/g, (all) => entities[all] ?? all),
        ]),
      ),
  );
}
