/** Fills the `{placeholders}` of a problem's text; a placeholder without data stays visible, so that its lack is seen. */
export function render(text: string, data: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in data ? String(data[name]) : whole));
}
