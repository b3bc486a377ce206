import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { type OwnedKey, rsaBits, strengthGaps } from "./strength.ts";

export default control({
  id: "ssh-keys-strong",
  requirement: "ADM-4",
  aspect: "sshd",
  subject: "host",
  observes: ["host-authorized-keys"],
  severity: "high",
  title: "Authorized SSH keys are strong",
  problems: {
    short: "{account} can be entered with an RSA key of {bits} bits: {fingerprint}",
    dsa: "{account} can be entered with a DSA key, which sshd may take: {fingerprint}",
  },
  judge: ({ hostAuthorizedKeys: { accounts, authorities, unseen } }, { problem }) => {
    const all: readonly OwnedKey[] = [
      ...accounts.flatMap(({ account, keys }) => keys.map((key) => ({ account, key }))),
      ...authorities.map((key) => ({ account: "every account", key })),
    ].filter(({ key }) => key.refused === undefined);
    return settle({
      problems: all.flatMap(({ account, key: { fingerprint, bits = 0, type } }) => {
        const options = { discriminator: `${account} ${fingerprint}` };
        if (type === "ssh-dss") return [problem("dsa", { account, fingerprint }, { ...options, severity: "medium" })];
        if (type !== "ssh-rsa" || bits >= rsaBits) return [];
        return [problem("short", { account, bits, fingerprint }, options)];
      }),
      gaps: [...unseen, ...all.flatMap(strengthGaps)],
      because: `${all.length} keys: none is DSA, or RSA of fewer than ${rsaBits} bits`,
    });
  },
  remedy: { openssh: "ssh-keygen -t ed25519 (or ed25519-sk), and take the old key out of authorized_keys." },
});
