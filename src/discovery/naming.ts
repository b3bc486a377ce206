const longest = 63;

/** Gives out names that an estate allows, each once: what doesn't fit is replaced, and twins are numbered. */
export class Naming {
  readonly #taken = new Set<string>();
  readonly #otherwise: string;

  /** @param otherwise - the name where nothing of a text can be kept */
  constructor(otherwise: string) {
    this.#otherwise = otherwise;
  }

  name(text: string): string {
    const fit = text
      .normalize("NFKD")
      .replace(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "")
      .slice(0, longest);
    const wanted = fit === "" ? this.#otherwise : fit;
    let name = wanted;
    // An estate takes no key that every JavaScript object has already.
    for (let at = 2; this.#taken.has(name) || name in Object.prototype; at += 1)
      name = `${wanted.slice(0, longest - `-${at}`.length)}-${at}`;
    this.#taken.add(name);
    return name;
  }
}
