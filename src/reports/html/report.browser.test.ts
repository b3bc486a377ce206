import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBrowser } from "../../../test/bed/browser.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { sampleAssessment } from "../../../test/sample-assessment.ts";
import { renderHtml } from "./report.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const phone = { width: 360, height: 780 };
const desk = { width: 1280, height: 900 };

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe.skipIf(!testbedHas("chromium"))("the HTML report in a real browser", () => {
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    browser = await startBrowser();
    const file = join(runFolder("html"), "report.html");
    writeFileSync(file, renderHtml(sampleAssessment()));
    address = pathToFileURL(file).href;
  });
  afterAll(() => browser?.close());

  /** Opens the report; whatever it asks for besides itself, and whatever it complains of, is kept. */
  async function open(options: Parameters<Browser["newPage"]>[0] = {}, hash = "") {
    const page = await browser.newPage({ viewport: desk, ...options });
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on("request", (it) => asked.push(it.url()));
    page.on("console", (it) => complaints.push(it.text()));
    page.on("pageerror", (it) => complaints.push(String(it)));
    page.on("dialog", (it) => complaints.push(`dialog: ${it.message()}`));
    await page.goto(address + hash);
    return { page, asked, complaints };
  }

  async function accessibilityFaults(page: Page): Promise<readonly string[]> {
    // Through the debugger, which the page's own content security policy does not bind.
    await page.evaluate(axe);
    const found = (await page.evaluate(
      "axe.run(document, { resultTypes: ['violations'] }).then((it) => it.violations)",
    )) as readonly Violation[];
    return found
      .filter((it) => it.impact === "serious" || it.impact === "critical")
      .map((it) => `${it.id}: ${it.nodes[0]?.html}`);
  }

  const shown = (page: Page) => page.locator(".requirement:visible").count();

  test.each([
    ["light", desk],
    ["dark", desk],
    ["light", phone],
    ["dark", phone],
  ] as const)(
    "has no serious accessibility fault in %s at %o, closed or open",
    async (colorScheme, viewport) => {
      const { page } = await open({ colorScheme, viewport });
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })");
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.close();
    },
    240_000,
  );

  test("asks for nothing but itself and runs nothing that a server slipped in", async () => {
    const { page, asked, complaints } = await open();
    await page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })");
    expect(asked.filter((it) => it !== address && it !== "data:,")).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.locator("script").count()).toBe(1);
    expect(await page.locator("img, iframe, object, embed, [onerror], [onclick], [style]").count()).toBe(0);
    await page.close();
  });

  test("its policy stops a script that is not its own", async () => {
    const { page } = await open();
    const ran = await page.evaluate(
      "(() => { const it = document.createElement('script'); it.textContent = 'window.ran = true'; document.body.append(it); return window.ran === true; })()",
    );
    expect(ran).toBe(false);
    await page.close();
  });

  test("filters by status, section, system and words with the keyboard alone", async () => {
    const { page } = await open();
    expect(await shown(page)).toBe(102);
    await page.keyboard.press("/");
    await page.keyboard.type("trace ECHOES");
    expect(await shown(page)).toBe(1);
    expect(await page.locator("#shown").textContent()).toBe("1 of 102 shown");
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Delete");
    await page.keyboard.press("Tab");
    await page.keyboard.type("System hard");
    expect(await shown(page)).toBe(22);
    await page.keyboard.press("Tab");
    await page.keyboard.type("shop");
    expect(await shown(page)).toBe(11);
    for (let step = 0; step < 8; step += 1) await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Space");
    expect(await page.locator("[data-status=violated][aria-pressed]").getAttribute("aria-pressed")).toBe("true");
    expect(await page.locator(".requirement:visible").evaluateAll((all) => all.map((it) => it.id))).toEqual([
      "HAR-1-shop",
      "HAR-2-shop",
      "HAR-4-shop",
      "HAR-10-shop",
      "HAR-11-shop",
    ]);
    expect(await page.locator(".section:visible").count()).toBe(1);
    await page.locator("#reset").press("Enter");
    expect(await shown(page)).toBe(102);
    await page.close();
  });

  test("opens a requirement by keyboard, and the one that its address names", async () => {
    const { page } = await open({}, "#HAR-10");
    expect(await page.locator("#HAR-10-shop").getAttribute("open")).toBe("");
    expect(await page.evaluate("document.activeElement.parentElement.id")).toBe("HAR-10-shop");
    await page.keyboard.press("Enter");
    expect(await page.locator("#HAR-10-shop").getAttribute("open")).toBeNull();
    await page.close();
  });

  test("starts with a link that skips to the requirements", async () => {
    const { page } = await open();
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the requirements");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("requirements");
    await page.close();
  });

  test("never scrolls sideways on a phone, all opened", async () => {
    const { page } = await open({ viewport: phone });
    await page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })");
    const width = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)";
    expect(await page.evaluate(width)).toBe(360);
    await page.close();
  });

  test.each([true, false])(
    "prints everything opened and no filters, with scripts allowed: %s",
    async (javaScriptEnabled) => {
      const { page } = await open({ javaScriptEnabled });
      await page.emulateMedia({ media: "print" });
      for (const it of await page.locator(".requirement .body").all()) expect(await it.isVisible()).toBe(true);
      for (const it of await page.locator(".requests").all()) expect(await it.isVisible()).toBe(true);
      expect(await page.locator("#filters").isVisible()).toBe(false);
      await page.close();
    },
  );

  test("tells everything without scripts, and shows no filter that would not work", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    expect(await shown(page)).toBe(102);
    expect(await page.locator("#filters").isVisible()).toBe(false);
    await page.locator("#HAR-4-shop > summary").click();
    expect(await page.locator("#HAR-4-shop .problem").isVisible()).toBe(true);
    await page.close();
  });
});
