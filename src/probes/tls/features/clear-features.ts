import type { Trouble } from "../../../transports/trouble.ts";
import { isTrouble } from "../target.ts";
import { extensionTypes } from "../wire/extension.ts";
import { type Features, notApplicable, seen, unseen } from "./feature.ts";
import type { ClearVersion, Granted } from "./opening-hello.ts";

type ClearFeature = "secureRenegotiation" | "compression" | "sessionTickets" | "extendedMasterSecret" | "ocspStapling";

/** Whether these are there is in the ServerHello itself. */
export function clearFeatures(version: ClearVersion, granted: Granted | Trouble): Pick<Features, ClearFeature> {
  if (isTrouble(granted)) {
    const it = unseen(granted);
    const fromExtension = version === "SSLv3" ? notApplicable : it;
    return {
      secureRenegotiation: it,
      compression: it,
      sessionTickets: fromExtension,
      extendedMasterSecret: fromExtension,
      ocspStapling: fromExtension,
    };
  }
  const { answer, has } = granted;
  const extension = (type: number) => (version === "SSLv3" ? notApplicable : seen(has(type)));
  return {
    secureRenegotiation: seen(has(extensionTypes.renegotiationInfo)),
    compression: seen(answer.serverHello.compression !== 0),
    sessionTickets: extension(extensionTypes.sessionTicket),
    extendedMasterSecret: extension(extensionTypes.extendedMasterSecret),
    ocspStapling: version === "SSLv3" ? notApplicable : seen((answer.stapled?.length ?? 0) > 0),
  };
}
