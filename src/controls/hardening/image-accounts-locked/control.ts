import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "image-accounts-locked",
  requirement: "HAR-1",
  aspect: "base-image",
  subject: "image",
  observes: ["image-accounts"],
  severity: "high",
  title: "No account of the image has a password, and those of services have no shell",
  problems: {
    empty: "{name} has an empty password",
    set: "{name} has a password, whose hash everybody has who has the image",
    shell: "{name} is an account of a service, and its shell is {shell}",
  },
  judge: ({ imageAccounts: { accounts, unseen } }, { problem }) => {
    const unsure = accounts.filter((it) => it.canLogIn && it.password === undefined);
    return settle({
      problems: accounts.flatMap(({ name, userId, password, canLogIn, shell }) => {
        const options = { discriminator: name };
        if (password === "empty") return [problem("empty", { name }, { ...options, severity: "critical" })];
        if (password === "set") return [problem("set", { name }, options)];
        const isService = (userId > 0 && userId < 1000) || userId === 65_534;
        return isService && canLogIn ? [problem("shell", { name, shell }, { ...options, severity: "low" })] : [];
      }),
      gaps: [
        ...(accounts.length === 0 ? [noAccounts] : []),
        ...(unsure.length === 0 ? [] : [stateless(unsure.map((it) => it.name))]),
        ...unseen,
      ],
      because: `${accounts.length} accounts, all locked, and no service with a shell`,
    });
  },
  remedy: { docker: "RUN passwd -l NAME, and for services: usermod -s /usr/sbin/nologin NAME" },
});

const noAccounts: Gap = {
  reason: "no accounts were found in /etc/passwd",
  wouldVerify: "give the image an /etc/passwd with the accounts that it uses",
};

function stateless(names: readonly string[]): Gap {
  return {
    reason: `whether ${listed(names)} can log in without a password is not in the image`,
    wouldVerify: "give the image an /etc/shadow that locks them, or /usr/sbin/nologin as their shell",
  };
}
