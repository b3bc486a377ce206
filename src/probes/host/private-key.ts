const begin = /-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?)-----/g;

/** Private keys in a text that nothing but the file's mode protects; encrypted ones are left out (RFC 7468, RFC 1421). */
export function openPrivateKeys(text: string): readonly string[] {
  if (!text.includes("PRIVATE KEY")) return [];
  return [...text.matchAll(begin)].flatMap(({ 0: head, 1: label = "", index }) => {
    const start = index + head.length;
    const end = text.indexOf("-----", start);
    const mark = `-----END ${label}-----`;
    // What is inside a key has no such dashes: the next ones end it, or it is none.
    if (end < 0 || !text.startsWith(mark, end) || isEncrypted(label, text.slice(start, end))) return [];
    return [text.slice(index, end + mark.length)];
  });
}

function isEncrypted(label: string, body: string): boolean {
  if (label.startsWith("ENCRYPTED") || /^Proc-Type: 4,ENCRYPTED/m.test(body)) return true;
  return label === "OPENSSH PRIVATE KEY" && opensshCipher(body) !== "none";
}

/** The cipher's name comes first after the magic bytes (PROTOCOL.key of OpenSSH). */
function opensshCipher(body: string): string {
  const bytes = Buffer.from(body.replace(/\s/g, ""), "base64");
  const magic = "openssh-key-v1\0";
  if (bytes.subarray(0, magic.length).toString("latin1") !== magic || bytes.length < magic.length + 4) return "none";
  const length = bytes.readUInt32BE(magic.length);
  return bytes.subarray(magic.length + 4, magic.length + 4 + length).toString("latin1");
}
