/** Characters that JSON allows as they are, but that steer a terminal or turn the direction of what a reader sees. */
const steering = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A value as JSON, two-space indented, with a newline at the end. Foreign texts are made harmless: lone surrogates, which
 * neither UTF-8 nor strict readers have a place for, become U+FFFD; characters that steer a terminal are escaped.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, (_key, it) => (typeof it === "string" ? it.toWellFormed() : it), 2);
  return `${text.replace(steering, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}
