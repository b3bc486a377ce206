import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { sightingId, unlooked } from "../../sightings.ts";

export default control({
  id: "plaintext-secrets-open-nothing",
  requirement: "BCK-4",
  aspect: "live-credentials",
  subject: "host",
  observes: ["host-secrets"],
  across: ["credential-matches", "database-roles"],
  severity: "critical",
  title: "No secret that lies in clear text is a password in use",
  problems: {
    opens: "{name} in {place} is the password of {account} at {backend}: whoever reads it is let in",
  },
  judge: ({ hostSecrets }, { subject, across, problem }) => {
    const { credentialMatches, databaseRoles } = across;
    const matches = credentialMatches
      .flatMap(({ facts }) => facts.matches)
      .filter((it) => it.lies.subject === subject.id);
    const accounts = credentialMatches.reduce((sum, { facts }) => sum + facts.compared.accounts, 0);
    const kept = databaseRoles.flatMap(({ subject, facts }) => {
      const untold = facts.roles.filter((it) => it.canLogIn && it.password === undefined);
      if (untold.length === 0) return [];
      const reason = `what ${subject.id} keeps of the passwords of ${untold.length} roles could not be read`;
      return [{ reason, wouldVerify: "look once as an account that may read what is kept of passwords" }];
    });
    const undeclared =
      databaseRoles.length === 0
        ? [{ reason: "the accounts of no backend were seen", wouldVerify: "declare the databases, with an account" }]
        : [];
    return settle({
      problems: matches.map(({ lies, opens }) =>
        problem(
          "opens",
          { name: lies.name, place: lies.place, account: opens.account, backend: opens.subject },
          { discriminator: `${sightingId(lies)} ${opens.subject} ${opens.account}` },
        ),
      ),
      gaps: [
        ...credentialMatches.flatMap(({ facts }) => facts.unseen),
        ...kept,
        ...undeclared,
        ...(["processes", "unitFiles", "files", "histories"] as const).flatMap((it) => unlooked(hostSecrets, it)),
      ],
      because: `what lies there in clear text was compared with the passwords of ${accounts} accounts, and none fits`,
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
