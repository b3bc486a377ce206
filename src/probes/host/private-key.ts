const block = /-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?)-----([\s\S]*?)-----END \1-----/g;

/** Private keys in a text that nothing but the file's mode protects; encrypted ones are left out (RFC 7468, RFC 1421). */
export function openPrivateKeys(text: string): readonly string[] {
  return [...text.matchAll(block)]
    .filter(([, label = "", body = ""]) => !isEncrypted(label, body))
    .map(([whole]) => whole);
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
