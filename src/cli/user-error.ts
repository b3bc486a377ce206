/** A mistake in what the user gave: ends with exit code 2 and this text, without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
}
