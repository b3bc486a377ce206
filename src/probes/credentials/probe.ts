import { probe } from "../probe.ts";
import { compare } from "./compare.ts";

const mostMatches = 200;

export default probe({
  id: "credentials",
  version: 1,
  subject: "estate",
  yields: ["credential-matches"],
  needs: ["shell"],
  title: "Which secrets that lie in clear text are passwords of accounts",
  last: true,
  async observe(_, context) {
    const { fits, secrets, accounts, unseen } = await compare(context.desk, context);
    const matches = fits.map(({ lies, opens }) => ({
      lies: { subject: lies.subject, place: lies.place, name: lies.name },
      opens: { subject: opens.subject, account: opens.account },
    }));
    const more = matches.length - mostMatches;
    return [
      {
        fact: "credential-matches",
        provenance: [],
        facts: {
          matches: matches.slice(0, mostMatches),
          compared: { secrets, accounts },
          unseen: [
            ...unseen,
            ...(more > 0
              ? [{ reason: `${more} more places open an account`, wouldVerify: "mend those told first" }]
              : []),
          ],
        },
      },
    ];
  },
});
