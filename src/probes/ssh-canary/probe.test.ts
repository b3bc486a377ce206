import { afterAll, describe, expect, test } from "vitest";
import { probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { plainUser, type SshHostBed, sshKey, startSshHost } from "../../../test/bed/ssh-host.ts";
import { hostSchema } from "../../estate/schema.ts";
import { readTrial } from "../../transports/ssh-key-trial.ts";
import canary from "./probe.ts";

const there = process.getuid?.() === 0 && ["ssh", "sshd", "unshare"].map(testbedHas).every(Boolean);
if (!there) process.stderr.write("skipped: tests that try a canary key\n");

describe.skipIf(!there)("a canary", () => {
  const beds: SshHostBed[] = [];
  afterAll(() => Promise.all(beds.map((it) => it.stop())));
  const bedOf = async (settings: string) => {
    const bed = await startSshHost({ settings });
    beds.push(bed);
    return bed;
  };
  async function look(bed: SshHostBed, identity = bed.identity) {
    const { port, knownHosts } = bed;
    const declared = hostSchema.parse({ port, knownHosts, canary: { user: plainUser, identity } });
    const subject = { id: "host:here", kind: "host", name: "here", systems: [], declared } as const;
    const [told] = await canary.observe(subject, probeContext());
    if (told === undefined) throw new Error("nothing was told");
    return "facts" in told ? told.facts : told.trouble;
  }

  test("gets in with its key alone where nothing else is asked for", async () => {
    expect(await look(await bedOf(""))).toEqual({ user: plainUser, answer: "accepted", thenAsked: [] });
  });

  test("is asked for more where the host wants two factors", async () => {
    const more = "KbdInteractiveAuthentication yes\nAuthenticationMethods publickey,keyboard-interactive\n";
    const both = `UsePAM yes\nMatch User ${plainUser}\n${more}`;
    expect(await look(await bedOf(both))).toEqual({
      user: plainUser,
      answer: "partial",
      thenAsked: ["keyboard-interactive"],
    });
  });

  test("whose key counts for nothing proves nothing", async () => {
    const bed = await bedOf("AuthenticationMethods publickey,publickey\n");
    expect(await look(bed, sshKey("stranger"))).toMatchObject({
      kind: "denied",
      message: expect.stringContaining("counts for nothing"),
    });
    expect(await look(bed, "/nowhere/key")).toMatchObject({ kind: "not-installed" });
    expect(await look(bed)).toMatchObject({ answer: "partial", thenAsked: ["publickey"] });
  });
});

test("whatever else ssh says is no answer", () => {
  expect(
    readTrial("debug1: Authentications that can continue: publickey\nPermission denied (publickey)."),
  ).toBeUndefined();
  expect(readTrial("")).toBeUndefined();
});
