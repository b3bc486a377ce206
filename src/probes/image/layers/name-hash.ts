/** Hash of a name in a folder (FNV-1a over UTF-16); whoever does not know the seed can't tell which names share one. */
export function nameHash(seed: number, folder: number, name: string): number {
  let hash = (seed ^ Math.imul(folder, 0x9e3779b1)) >>> 0;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
