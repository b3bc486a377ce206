/** Bytes of `512m`, `1.5gb`, `1Gi`: compose counts in powers of 1024, Kubernetes tells `M` and `Mi` apart. */
export function bytesOf(text: string | undefined, format: "compose" | "kubernetes"): number | undefined {
  const [, number, unit = ""] =
    /^\s*(\d{1,18}(?:\.\d{1,9})?(?:e\d{1,2})?)\s*([A-Za-z]{0,2})\s*$/.exec(text ?? "") ?? [];
  if (number === undefined) return undefined;
  const power = " kmgtpe".indexOf(unit[0]?.toLowerCase() ?? " ");
  if (power < 0 || (unit === "m" && format === "kubernetes")) return undefined;
  const binary = format === "compose" || unit[1] === "i";
  return Number(number) * (binary ? 1024 : 1000) ** power;
}

/** CPUs of `0.5`, or `500m` thousandths. */
export function cpusOf(text: string | undefined): number | undefined {
  const [, number, milli] = /^\s*(\d{1,9}(?:\.\d{1,9})?)(m?)\s*$/.exec(text ?? "") ?? [];
  return number === undefined ? undefined : Number(number) / (milli === "m" ? 1000 : 1);
}

export function integerOf(text: string | undefined): number | undefined {
  return /^-?\d{1,15}$/.test(text ?? "") ? Number(text) : undefined;
}
