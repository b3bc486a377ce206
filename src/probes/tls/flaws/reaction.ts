import type { Heard } from "../session/conversation.ts";
import { contentTypes } from "../wire/frame.ts";

/** How a server reacts to something wrong; what it says besides (such as a greeting of the application) does not count. */
export type Reaction =
  | { readonly kind: "alert"; readonly description: number }
  | { readonly kind: "closed" | "reset" | "silence" }
  | { readonly kind: "malformed"; readonly why: string };

/** Hears until there is a reaction; how the server closes after an alert is left to chance and not listened to. */
export async function reactionOf(hear: () => Promise<Heard>): Promise<Reaction> {
  for (;;) {
    const heard = await hear();
    if ("malformed" in heard) return { kind: "malformed", why: heard.malformed };
    if ("ending" in heard) {
      const kinds = { end: "closed", reset: "reset", timeout: "silence" } as const;
      return { kind: kinds[heard.ending] };
    }
    const { type, content } = heard.record;
    if (type === contentTypes.alert && content.length === 2) return { kind: "alert", description: content[1] ?? 0 };
    // An alert whose two bytes can't be read is encrypted: that it came is all there is to know.
    if (type === contentTypes.alert) return { kind: "malformed", why: "an alert that can't be read" };
  }
}

/** Reactions are the same where these are the same. */
export function reactionText(it: Reaction): string {
  if (it.kind === "alert") return `alert ${it.description}`;
  return it.kind === "malformed" ? `nonsense (${it.why})` : it.kind;
}
