/** Versions in which the suite says how keys are exchanged, the oldest first. */
export const earlierVersions = ["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"] as const;
export type EarlierVersion = (typeof earlierVersions)[number];
