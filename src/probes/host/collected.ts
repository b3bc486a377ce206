import type { Section, Sections } from "../../transports/sections.ts";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";

/** The sections that the script on a host gave, and how a missing one turns into a trouble. */
export interface Collected {
  /** A section that came to its end, whatever its exit code; else a TroubleError. */
  section(name: string): Section;
  /** Text of a section that succeeded as a whole; else a TroubleError that says why not. */
  text(name: string): string;
  /** Whether the section's program isn't on this host. */
  absent(name: string): boolean;
}

const permission = /permission denied|operation not permitted|not permitted|must be root/i;

/** @param stopped - why the script could not tell all its sections */
export function collected({ sections }: Sections, stopped?: Trouble): Collected {
  const section = (name: string): Section => {
    const found = sections.get(name);
    if (found === undefined)
      throw new TroubleError({
        kind: stopped?.kind ?? "timeout",
        message: `the script ended before its section ${name} did${stopped === undefined ? "" : `: ${stopped.message}`}`,
        wouldVerify: stopped?.wouldVerify ?? "run it again, with more time",
      });
    return found;
  };
  return {
    section,
    absent: (name) => section(name).exitCode === 127,
    text: (name) => {
      const found = section(name);
      const trouble = troubleOf(name, found);
      if (trouble !== undefined) throw new TroubleError(trouble);
      return found.bytes.toString("utf8");
    },
  };
}

/** What kept a section from telling everything, if anything did. */
export function troubleOf(name: string, section: Section): Trouble | undefined {
  const said = section.stderr.slice(0, 500);
  if (section.truncated)
    return { kind: "budget", message: `${name}: more output than fits`, wouldVerify: "look by hand: too much of it" };
  if (section.exitCode === 0) return undefined;
  if (section.exitCode === 124)
    return {
      kind: "timeout",
      message: `${name} took too long`,
      wouldVerify: "run it again when the host is less busy",
    };
  if (permission.test(section.stderr))
    return { kind: "denied", message: `${name}: ${said}`, wouldVerify: "run as root" };
  if (section.exitCode === 127)
    return {
      kind: "not-installed",
      message: `${name}: its program isn't installed`,
      wouldVerify: "install the program",
    };
  return {
    kind: "unparsable",
    message: `${name} ended with ${section.exitCode}`,
    wouldVerify: "mend what it complains about",
    excerpt: said,
  };
}

/** Paths that commands complained about for want of permission. */
export function deniedPaths(stderr: string): readonly string[] {
  const paths = stderr.split("\n").flatMap((line) => {
    const found =
      /^[\w-]+: (?:can(?:not|'t) [\w ]+ )?['‘]?(\/.*?)['’]?: (?:Permission denied|Operation not permitted)$/.exec(
        line.trim(),
      );
    return found?.[1] === undefined ? [] : [found[1]];
  });
  return [...new Set(paths)];
}

/** Non-empty lines. */
export function lines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
