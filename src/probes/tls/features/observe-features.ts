import type { Trouble } from "../../../transports/trouble.ts";
import type { Openings } from "../openings.ts";
import { isTrouble, type Target } from "../target.ts";
import { observeProtocols } from "./application-protocols.ts";
import { clearFeatures } from "./clear-features.ts";
import { observeEncryptThenMac } from "./encrypt-then-mac.ts";
import { observeFallback } from "./fallback.ts";
import { type Feature, type Features, notApplicable, seen, unseen } from "./feature.ts";
import { librarySession } from "./library-session.ts";
import { observeNamelessHello, shownCertificate } from "./nameless-hello.ts";
import { type ClearVersion, type Granted, knownProtocols, newestClear } from "./opening-hello.ts";
import { observeRenegotiation, type Renegotiation } from "./renegotiation.ts";
import { observeResumption, type Resumption } from "./resumption.ts";

const nothingApplies: Features = {
  secureRenegotiation: notApplicable,
  clientRenegotiation: notApplicable,
  insecureRenegotiation: notApplicable,
  compression: notApplicable,
  sessionTickets: notApplicable,
  sessionIds: notApplicable,
  resumption: notApplicable,
  extendedMasterSecret: notApplicable,
  fallbackScsv: notApplicable,
  earlyData: notApplicable,
  encryptThenMac: notApplicable,
  ocspStapling: notApplicable,
};

/** Present where any of the looks saw it; otherwise a look that had trouble leaves it open. */
function eitherOf(...looks: readonly (Feature | undefined)[]): Feature {
  const told = looks.filter((it) => it !== undefined);
  return (
    told.find((it) => it.present === true) ??
    told.find((it) => it.trouble !== undefined) ??
    told.find((it) => it.present === false) ??
    notApplicable
  );
}

function renegotiationOf(
  target: Target,
  granted: Granted | Trouble,
  secure: Feature,
  openings: Openings,
): Promise<Renegotiation> {
  if (isTrouble(granted) || secure.present === undefined) {
    const it = isTrouble(granted) ? unseen(granted) : notApplicable;
    return Promise.resolve({ clientRenegotiation: it, insecureRenegotiation: it });
  }
  return observeRenegotiation(target, secure.present, openings);
}

function stapling(resumption: Resumption): Feature {
  return isTrouble(resumption.first) ? unseen(resumption.first) : seen(resumption.first.stapled);
}

/** What is to be seen in clear: everything but TLS 1.3. */
async function observeClear(target: Target, version: ClearVersion, openings: Openings): Promise<Features> {
  const granted = (await openings.granted()) ?? unspoken(target);
  const clear = clearFeatures(version, granted);
  const first = isTrouble(granted) ? undefined : granted.protocol;
  const [encryptThenMac, nameless, fallbackScsv, renegotiation, resumption, alpn] = await Promise.all([
    isTrouble(granted) ? unseen(granted) : observeEncryptThenMac(target, version, granted),
    isTrouble(granted) ? { sessionIds: unseen(granted) } : observeNamelessHello(target, version),
    observeFallback(target),
    renegotiationOf(target, granted, clear.secureRenegotiation, openings),
    version === "SSLv3" ? undefined : observeResumption(target),
    isTrouble(granted) ? undefined : observeProtocols(target, version, first),
  ]);
  return {
    ...clear,
    ...renegotiation,
    ...nameless,
    encryptThenMac,
    fallbackScsv,
    ...(alpn && { alpn: [...alpn] }),
    sessionTickets: eitherOf(clear.sessionTickets, resumption?.lateTickets),
    // Some servers fetch the response only once somebody asked for it: a later connection may have it.
    ocspStapling: eitherOf(clear.ocspStapling, resumption && !isTrouble(resumption.first) ? stapling(resumption) : {}),
    resumption: resumption?.resumption ?? unseen(unspoken(target)),
    earlyData: resumption?.earlyData ?? notApplicable,
  };
}

function unspoken(target: Target): Trouble {
  return {
    kind: "unsupported",
    message: `${target.place} offers no version in which a session can be taken up again from here`,
    wouldVerify: "a TLS library that speaks what the server offers",
  };
}

/** With nothing but TLS 1.3 all answers are encrypted: the library has to tell. */
async function observeEncrypted(target: Target): Promise<Features> {
  const [resumption, nameless, alpn] = await Promise.all([
    observeResumption(target),
    librarySession(target, { withoutName: true }),
    encryptedProtocols(target),
  ]);
  // An alert or a close is the server's answer; what kept us from hearing it is not.
  const answered = !isTrouble(nameless);
  const refused = !answered && (nameless.kind === "unsupported" || nameless.kind === "refused");
  const certificate = answered ? shownCertificate(nameless.certificate) : {};
  return {
    ...nothingApplies,
    resumption: resumption.resumption,
    earlyData: resumption.earlyData,
    sessionTickets: isTrouble(resumption.first) ? unseen(resumption.first) : (resumption.lateTickets ?? notApplicable),
    ocspStapling: stapling(resumption),
    ...(alpn && { alpn }),
    ...((answered || (refused && !isTrouble(resumption.first))) && {
      withoutServerName: { answered, ...certificate },
    }),
  };
}

async function encryptedProtocols(target: Target): Promise<string[] | undefined> {
  const found: string[] = [];
  for (let rest = knownProtocols; found.length < 5; rest = knownProtocols.filter((it) => !found.includes(it))) {
    const told = await librarySession(target, { protocols: rest });
    // No common protocol is a refusal; anything else leaves open what there is.
    if (isTrouble(told)) return told.kind === "unsupported" || found.length > 0 ? found : undefined;
    if (told.protocol === undefined) return found;
    found.push(told.protocol);
  }
  return found;
}

/**
 * What the target grants beside versions and suites, in about eight connections. The enumeration comes first: it says which
 * versions and suites can be asked for. What can't be told carries its trouble, what has no meaning in the versions that
 * are offered says nothing.
 */
export async function observeFeatures(target: Target, openings: Openings): Promise<Features | Trouble> {
  const { versions } = target.known;
  if (versions.length === 0)
    return {
      kind: "unsupported",
      message: `${target.place} offers no version of TLS that is known here`,
      wouldVerify: `have TLS spoken at ${target.place}`,
    };
  const version = newestClear(versions);
  if (version !== undefined) return observeClear(target, version, openings);
  return versions.includes("TLSv1.3") ? observeEncrypted(target) : nothingApplies;
}
