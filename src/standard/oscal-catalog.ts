import { levelsOf, type Section, sections } from "./catalog.ts";
import { type Extra, extras } from "./extras.ts";
import {
  type OscalCatalog,
  type OscalControl,
  type OscalGroup,
  type OscalPart,
  type OscalResource,
  oscalVersion,
  ownProperty,
} from "./oscal.ts";
import type { Aspect, Mapping, Requirement, RequirementId } from "./requirement.ts";
import { editions, source } from "./source.ts";
import { uuid5 } from "./uuid.ts";

/** Where the standards that we map to can be found. */
const mappedStandards: Readonly<Record<Mapping["standard"], string>> = {
  "NIST SP 800-53 r5": "https://doi.org/10.6028/NIST.SP.800-53r5",
  "ISO/IEC 27002:2022": "https://www.iso.org/standard/75652.html",
  "CIS Controls v8": "https://www.cisecurity.org/controls/v8",
};

/** Id of a requirement in the catalog: `HAR-10` is `har-10`. */
export function oscalControlId(id: RequirementId): string {
  return id.toLowerCase();
}

/** Id of the part that states an aspect, such as `har-10_smt.trace`; assessment results point to it. */
export function oscalAspectId(id: RequirementId, aspect: string): string {
  return `${oscalControlId(id)}_smt.${aspect}`;
}

/**
 * All requirements as an OSCAL 1.2.1 catalog: one group per section, one control per requirement, and the extras in a group of
 * their own that is marked so. The same arguments give the same bytes; `version` is that of the catalog's text.
 */
export function oscalCatalog(told: { readonly lastModified: Date; readonly version: string }): OscalCatalog {
  return {
    catalog: {
      uuid: uuid5(`catalog ${told.version}`),
      metadata: {
        title: `${source.name}: ${source.chapter}`,
        "last-modified": told.lastModified.toISOString(),
        version: told.version,
        "oscal-version": oscalVersion,
        props: [
          ownProperty("licence", source.licence),
          ...editions.map((it) => ownProperty("edition", `${it.title}, chapter ${it.chapter}`, it.id)),
        ],
        links: [
          { href: source.url, rel: "source", text: source.title },
          { href: source.licenceUrl, rel: "license", text: source.licence },
        ],
        remarks: source.notice,
      },
      groups: [...sections.map(groupOf), groupOfExtras(extras)],
      "back-matter": { resources: Object.entries(mappedStandards).map(([title, href]) => resourceOf(title, href)) },
    },
  };
}

function groupOf(section: Section): OscalGroup {
  return {
    id: section.id.toLowerCase(),
    class: "section",
    title: section.title,
    props: [
      { name: "label", value: section.id },
      ...editions.map((it) => ownProperty("item", section.items[it.id], it.id)),
    ],
    controls: section.requirements.map(controlOf),
  };
}

function controlOf(it: Requirement): OscalControl {
  const id = oscalControlId(it.id);
  return {
    id,
    class: "requirement",
    title: it.title,
    props: [
      { name: "label", value: it.id },
      ...levelsOf(it).map((level) => ownProperty("level", level)),
      ownProperty("gate", it.gate),
      ...editions.map((edition) => ownProperty("item", it.items[edition.id], edition.id)),
      ...it.references.map((reference) => ownProperty("reference", reference)),
      ...it.mappings.map((to) => ownProperty("mapping", `${to.standard} ${to.item}`, to.certainty)),
    ],
    ...(it.mappings.length === 0 ? {} : { links: it.mappings.map(linkOf) }),
    parts: [
      {
        id: `${id}_smt`,
        name: "statement",
        prose: it.statement,
        parts: it.aspects.map((aspect) => statementOf(it, aspect)),
      },
      {
        id: `${id}_gdn`,
        name: "guidance",
        prose: "Each part of the requirement is settled by itself, measured or attested.",
        parts: it.aspects.map((aspect) => guidanceOf(id, aspect)),
      },
    ],
  };
}

function statementOf(it: Requirement, aspect: Aspect): OscalPart {
  return {
    id: oscalAspectId(it.id, aspect.id),
    name: "item",
    props: [
      { name: "label", value: aspect.id },
      ownProperty("level", aspect.level),
      ...aspect.subjects.map((subject) => ownProperty("subject", subject)),
    ],
    prose: aspect.statement,
  };
}

function guidanceOf(id: string, aspect: Aspect): OscalPart {
  return {
    id: `${id}_gdn.${aspect.id}`,
    name: "item",
    props: [{ name: "label", value: aspect.id }],
    prose: `To verify: ${aspect.wouldVerify}.\n\nTo attest: ${aspect.attest}`,
  };
}

function linkOf(to: Mapping): NonNullable<OscalControl["links"]>[number] {
  return { href: `#${resourceId(to.standard)}`, rel: "related", text: `${to.standard} ${to.item} (${to.certainty})` };
}

function groupOfExtras(all: readonly Extra[]): OscalGroup {
  return {
    id: "extras",
    class: "extras",
    title: "Extras of later editions",
    props: [ownProperty("extra", "yes")],
    controls: all.map((it) => ({
      id: `extra-${it.id}`,
      class: "extra",
      title: it.title,
      props: [ownProperty("extra", "yes"), ownProperty("section", it.section)],
      parts: [{ id: `extra-${it.id}_smt`, name: "statement", prose: it.statement }],
    })),
  };
}

function resourceId(title: string): string {
  return uuid5(`resource ${title}`);
}

function resourceOf(title: string, href: string): OscalResource {
  return { uuid: resourceId(title), title, rlinks: [{ href }] };
}
