import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { sightingId } from "../../sightings.ts";

export default control({
  id: "plaintext-secrets-open-nothing",
  requirement: "BCK-4",
  aspect: "live-credentials",
  subject: "estate",
  observes: ["credential-matches"],
  across: ["host-secrets", "database-roles"],
  severity: "critical",
  title: "No secret that lies in clear text is a password in use",
  problems: {
    opens: "{name} in {place} ({host}) is the password of {account} at {backend}: whoever reads it is let in",
  },
  judge: ({ credentialMatches: { matches, compared, unseen } }, { across, problem }) => {
    const { hostSecrets, databaseRoles } = across;
    const kept = databaseRoles.flatMap(({ subject, facts }) => {
      const untold = facts.roles.filter((it) => it.canLogIn && it.password === undefined);
      if (untold.length === 0) return [];
      const reason = `what ${subject.id} keeps of the passwords of ${untold.length} roles could not be read`;
      return [{ reason, wouldVerify: "look once as an account that may read what is kept of passwords" }];
    });
    const undeclared = [
      ...(hostSecrets.length === 0
        ? [{ reason: "no host was searched for secrets", wouldVerify: "declare the hosts" }]
        : []),
      ...(databaseRoles.length === 0
        ? [{ reason: "the accounts of no backend were seen", wouldVerify: "declare the databases, with an account" }]
        : []),
    ];
    return settle({
      problems: matches.map(({ lies, opens }) =>
        problem(
          "opens",
          { name: lies.name, place: lies.place, host: lies.subject, account: opens.account, backend: opens.subject },
          { discriminator: `${lies.subject} ${sightingId(lies)} ${opens.subject} ${opens.account}` },
        ),
      ),
      gaps: [...unseen, ...kept, ...undeclared],
      because: `${compared.secrets} secrets that lie in clear text were compared with the passwords of ${compared.accounts} accounts, and none fits`,
    });
  },
  remedy: {
    postgresql:
      "ALTER ROLE app PASSWORD …, and give the new one to the service by a file that only it can read, or a vault",
    mariadb: "ALTER USER app@host IDENTIFIED BY …, and give the new one to the service by a file that only it can read",
    redis:
      "ACL SETUSER app resetpass >NEW, ACL SAVE, and give the new one to the service by a file that only it can read",
    linux:
      "Change the password first: it was readable. Then remove it from where it lay, backups and histories included.",
  },
});
