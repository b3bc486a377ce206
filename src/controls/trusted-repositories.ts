export { isTrustedRepository } from "../probes/trusted-repositories.ts";
