/** One suite of an apt repository that is asked. */
export interface AptSource {
  /** Such as `https://mirror.example.com/debian-security`. */
  readonly uri: string;
  /** Such as `bookworm-security`. */
  readonly suite: string;
  readonly components: readonly string[];
  readonly security: boolean;
}

const debian = ["main", "contrib", "non-free", "non-free-firmware"];
const ubuntu = ["main", "restricted", "universe", "multiverse"];

/** The suites that together offer all updates of a release: the release, its updates, its security suite. */
export function suitesOf(
  distribution: "debian" | "ubuntu",
  codename: string,
  mirrors: { readonly archive: string; readonly security: string },
): readonly AptSource[] {
  const [archive, security] = [mirrors.archive, mirrors.security].map((it) => it.replace(/\/+$/, ""));
  const components = distribution === "debian" ? debian : ubuntu;
  const source = (uri = "", suite: string, isSecurity: boolean) => ({ uri, suite, components, security: isSecurity });
  return [
    source(security, `${codename}-security`, true),
    source(archive, codename, false),
    source(archive, `${codename}-updates`, false),
  ];
}
