import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "ssh-canary-asked",
  requirement: "ADM-4",
  aspect: "sshd",
  subject: "host",
  observes: ["host-canary"],
  severity: "high",
  title: "A key alone does not let the canary in by SSH",
  problems: { accepted: "{user} was let in with its key alone" },
  judge: ({ hostCanary }, { problem }) => {
    const { user, answer, thenAsked } = hostCanary;
    const others = thenAsked.filter((it) => it !== "publickey" && it !== "hostbased");
    const sameAgain = {
      reason: `after the key of ${user} the host asks for ${thenAsked.join(", ") || "nothing that it names"}`,
      wouldVerify: "let AuthenticationMethods ask for something else than a key besides it",
    };
    return settle({
      problems: answer === "accepted" ? [problem("accepted", { user }, { discriminator: user })] : [],
      gaps: answer === "partial" && others.length === 0 ? [sameAgain] : [],
      because: `the key of ${user} was a partial success, after which the host asked for ${others.join(" or ")}`,
    });
  },
  remedy: {
    openssh:
      "AuthenticationMethods publickey,keyboard-interactive:pam\nKbdInteractiveAuthentication yes\nUsePAM yes\nand in /etc/pam.d/sshd a module for one-time passwords, without nullok.",
  },
});
