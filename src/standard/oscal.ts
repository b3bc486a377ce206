/** The version of OSCAL that is written. */
export const oscalVersion = "1.2.1";

/** Namespace of our own properties; a name and no address (the domain is reserved never to exist, RFC 2606). */
export const oscalNamespace = "https://holdfast.invalid/ns/oscal";

export interface OscalProperty {
  readonly name: string;
  readonly ns?: string;
  readonly value: string;
  readonly class?: string;
}

export interface OscalLink {
  readonly href: string;
  readonly rel?: string;
  readonly text?: string;
}

export interface OscalPart {
  readonly id?: string;
  readonly name: string;
  readonly ns?: string;
  readonly title?: string;
  readonly props?: readonly OscalProperty[];
  readonly prose?: string;
  readonly parts?: readonly OscalPart[];
}

export interface OscalControl {
  readonly id: string;
  readonly class?: string;
  readonly title: string;
  readonly props: readonly OscalProperty[];
  readonly links?: readonly OscalLink[];
  readonly parts: readonly OscalPart[];
}

export interface OscalGroup {
  readonly id: string;
  readonly class?: string;
  readonly title: string;
  readonly props: readonly OscalProperty[];
  readonly controls: readonly OscalControl[];
}

export interface OscalResource {
  readonly uuid: string;
  readonly title: string;
  readonly description?: string;
  readonly rlinks?: readonly { readonly href: string }[];
}

export interface OscalCatalog {
  readonly catalog: {
    readonly uuid: string;
    readonly metadata: {
      readonly title: string;
      readonly "last-modified": string;
      readonly version: string;
      readonly "oscal-version": string;
      readonly props: readonly OscalProperty[];
      readonly links: readonly OscalLink[];
      readonly remarks: string;
    };
    readonly groups: readonly OscalGroup[];
    readonly "back-matter": { readonly resources: readonly OscalResource[] };
  };
}

/** A property in our own namespace. */
export function ownProperty(name: string, value: string, classification?: string): OscalProperty {
  const base = { name, ns: oscalNamespace, value };
  return classification === undefined ? base : { ...base, class: classification };
}
