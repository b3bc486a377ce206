import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { unseenPasswords } from "../../passwords.ts";

export default control({
  id: "system-accounts-locked",
  requirement: "HAR-1",
  aspect: "accounts",
  subject: "host",
  observes: ["host-accounts"],
  severity: "high",
  title: "Accounts of services can't log in",
  problems: {
    password: "{name} is an account of a service, and has a password",
    keys: "{name} is an account of a service, and {keys} SSH keys let people in as it",
    shell: "{name} is an account of a service, and its shell is {shell}",
  },
  judge: ({ hostAccounts }, { problem }) => {
    const services = hostAccounts.accounts.filter((it) => (it.userId > 0 && it.userId < 1000) || it.userId === 65_534);
    return settle({
      problems: services.flatMap(({ name, shell, canLogIn, password, authorizedKeys: keys = 0 }) => {
        const options = { discriminator: name };
        if (password === "set") return [problem("password", { name }, options)];
        if (canLogIn && keys > 0) return [problem("keys", { name, keys }, options)];
        return canLogIn ? [problem("shell", { name, shell }, { ...options, severity: "low" })] : [];
      }),
      gaps: unseenPasswords(hostAccounts),
      because: `${services.length} accounts of services have neither a password nor a shell`,
    });
  },
  remedy: {
    linux: "usermod -L -s /usr/sbin/nologin NAME (for postgres and the like `runuser -u NAME -- …` still works)",
  },
});
