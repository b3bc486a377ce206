import type { AuthorizedKey } from "../../../probes/host/ssh-facts.ts";
import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

/** Smallest RSA key that is still thought to hold for some years (NIST SP 800-57). */
const rsaBits = 2048;
const known = /^(ssh-(rsa|dss|ed25519)|ecdsa-sha2-nistp\d+|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/;

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
  judge: ({ hostAuthorizedKeys }, { problem }) => {
    const { accounts, authorities, unseen } = hostAuthorizedKeys;
    const all = [
      ...accounts.flatMap(({ account, keys }) => keys.map((key) => ({ account, key }))),
      ...authorities.map((key) => ({ account: "every account", key })),
    ].filter(({ key }) => key.refused === undefined);
    const isShort = ({ type, bits }: AuthorizedKey) => type === "ssh-rsa" && (bits ?? 0) < rsaBits;
    return settle({
      problems: all.flatMap(({ account, key }) => {
        const { fingerprint, bits = 0, type } = key;
        const options = { discriminator: `${account} ${fingerprint}` };
        if (type === "ssh-dss") return [problem("dsa", { account, fingerprint }, { ...options, severity: "medium" })];
        return isShort(key) ? [problem("short", { account, bits, fingerprint }, options)] : [];
      }),
      gaps: [
        ...unseen,
        ...all
          .filter(({ key }) => !known.test(key.type))
          .map(({ account, key }) => ({
            reason: `how strong the key ${key.fingerprint} of ${account} is isn't known: its type is ${key.type}`,
            wouldVerify: "replace it with an Ed25519 key",
          })),
      ],
      because: `${all.length} keys: none is DSA, or RSA of fewer than ${rsaBits} bits`,
    });
  },
  remedy: { openssh: "ssh-keygen -t ed25519 (or ed25519-sk), and take the old key out of authorized_keys." },
});
