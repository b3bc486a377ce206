const most = 50;

/** Collects what could not be seen; a hostile image has as many troubles as it likes, so only the first are told. */
export class Unseen {
  readonly #reasons = new Set<string>();
  #more = 0;

  add(reason: string): void {
    if (this.#reasons.size < most) this.#reasons.add(reason);
    else this.#more += 1;
  }

  get told(): readonly { readonly reason: string; readonly wouldVerify: string }[] {
    const rest = this.#more === 0 ? [] : [`${this.#more} more entries or layers could not be seen`];
    return [...this.#reasons, ...rest].map((reason) => ({
      reason,
      wouldVerify: "build the image anew with a builder that writes sound layers, and look again",
    }));
  }
}
