import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { daemonGaps, judgeSshd, settingOf, settingsGaps } from "../../sshd-settings.ts";

/** Algorithms that are broken or too short, by keyword. */
const broken: Readonly<Record<string, RegExp>> = {
  ciphers: /^(none|arcfour|3des|blowfish|cast128|rijndael)|-cbc(@|$)/,
  macs: /^none$|md5|ripemd|-96(-|$)/,
  kexalgorithms: /^diffie-hellman-group1-|^diffie-hellman-group(14|-exchange)-sha1$|^rsa1024|^gss-.*(group1|sha1)-/,
  hostkeyalgorithms: /^(ssh-dss|ssh-rsa)(-cert|$)/,
};
/** Outdated ones, for which no attack on SSH is known. */
const outdated: Readonly<Record<string, RegExp>> = { macs: /^(hmac-sha1|umac-64)(-etm)?(@|$)/ };

export default control({
  id: "ssh-algorithms-strong",
  requirement: "ADM-4",
  aspect: "sshd",
  subject: "host",
  observes: ["host-sshd", "host-listeners"],
  severity: "medium",
  title: "SSH uses strong algorithms only",
  problems: { broken: "{keyword} of sshd allows {names}", outdated: "{keyword} of sshd allows the outdated {names}" },
  judge: ({ hostSshd, hostListeners }, { problem }) =>
    judgeSshd(hostSshd, hostListeners, () => {
      const keywords = Object.keys(broken);
      const found = (keyword: string, which: RegExp | undefined) =>
        (settingOf(hostSshd.settings, keyword) ?? "").split(",").filter((it) => which?.test(it));
      return settle({
        problems: keywords.flatMap((keyword) => {
          const bad = found(keyword, broken[keyword]);
          const old = found(keyword, outdated[keyword]).filter((it) => !bad.includes(it));
          const tell = (id: "broken" | "outdated", names: readonly string[], severity: "medium" | "low") =>
            names.length === 0
              ? []
              : [problem(id, { keyword, names: names.join(", ") }, { discriminator: keyword, severity })];
          return [...tell("broken", bad, "medium"), ...tell("outdated", old, "low")];
        }),
        gaps: [...settingsGaps(hostSshd.settings, keywords), ...daemonGaps(hostSshd)],
        because: "ciphers, MACs, key exchanges and host keys of sshd are strong",
      });
    }),
  remedy: {
    openssh:
      "Ciphers -*cbc*,3des*\nMACs -hmac-sha1*,umac-64*,hmac-md5*,*-96*\nKexAlgorithms -*sha1*\nHostKeyAlgorithms -ssh-rsa*,ssh-dss*",
  },
});
