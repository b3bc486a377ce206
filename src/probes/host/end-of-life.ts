/** Until when a release gets security updates without a contract of its own. */
export interface EndOfLife {
  /** Last day, such as 2028-06-30. */
  readonly day: string;
  /** True when the last updates come from a long-term support effort, with fewer packages or architectures. */
  readonly extended: boolean;
  /** Last day of regular support, where it differs. */
  readonly regularDay?: string;
  readonly source: string;
}

type Row = readonly [id: string, version: string, day: string, longTermDay?: string];

/** By the distributions' own announcements; checked on the day that `source` names. */
const table: readonly Row[] = [
  ["debian", "10", "2022-09-10", "2024-06-30"],
  ["debian", "11", "2024-08-14", "2026-08-31"],
  ["debian", "12", "2026-07-11", "2028-06-30"],
  ["debian", "13", "2028-08-09", "2030-06-30"],
  ["ubuntu", "18.04", "2023-05-31"],
  ["ubuntu", "20.04", "2025-05-29"],
  ["ubuntu", "22.04", "2027-06-01"],
  ["ubuntu", "24.04", "2029-05-31"],
  ["ubuntu", "26.04", "2031-05-29"],
  ["alpine", "3.17", "2024-11-22"],
  ["alpine", "3.18", "2025-05-09"],
  ["alpine", "3.19", "2025-11-01"],
  ["alpine", "3.20", "2026-04-01"],
  ["alpine", "3.21", "2026-11-01"],
  ["alpine", "3.22", "2027-05-01"],
  ["alpine", "3.23", "2027-11-01"],
  ["rhel", "8", "2029-05-31"],
  ["rhel", "9", "2032-05-31"],
  ["rhel", "10", "2035-05-31"],
  ["rocky", "8", "2029-05-31"],
  ["rocky", "9", "2032-05-31"],
  ["rocky", "10", "2035-05-31"],
  ["almalinux", "8", "2029-03-01"],
  ["almalinux", "9", "2032-05-31"],
  ["almalinux", "10", "2035-05-31"],
  ["amzn", "2", "2026-06-30"],
  ["amzn", "2023", "2029-06-30"],
];
const source = "Holdfast's own table of 2026-11-22";

/**
 * Last day of support of a release.
 *
 * @param distroInfo - text of /usr/share/distro-info/ID.csv; what the host knows itself goes before our table
 */
export function endOfLife(id: string, versionId: string, distroInfo: string): EndOfLife | undefined {
  const told = fromDistroInfo(id, versionId, distroInfo);
  if (told !== undefined) return told;
  const wanted = id === "debian" || id === "ubuntu" || id === "amzn" ? versionId : branch(id, versionId);
  const row = table.find(([rowId, version]) => rowId === id && version === wanted);
  return row === undefined ? undefined : described(row[2], row[3], source);
}

/** 3.19.1 of Alpine belongs to 3.19; 9.4 of the Red Hat family to 9. */
function branch(id: string, versionId: string): string {
  return versionId
    .split(".")
    .slice(0, id === "alpine" ? 2 : 1)
    .join(".");
}

function fromDistroInfo(id: string, versionId: string, csv: string): EndOfLife | undefined {
  const [head, ...rows] = csv.split("\n").map((line) => line.split(","));
  const cell = (row: readonly string[], column: string) => row[head?.indexOf(column) ?? -1] || undefined;
  const row = rows.find((it) => cell(it, "version")?.replace(/ LTS$/, "") === versionId);
  if (row === undefined) return undefined;
  const regular = cell(row, "eol-server") ?? cell(row, "eol");
  if (regular === undefined) return undefined;
  return described(regular, cell(row, "eol-lts"), `/usr/share/distro-info/${id}.csv`);
}

function described(regular: string, longTerm: string | undefined, from: string): EndOfLife {
  if (longTerm === undefined) return { day: regular, extended: false, source: from };
  return { day: longTerm, extended: true, regularDay: regular, source: from };
}
