/** The report's only script: filters, opening what a link points to, and printing. Without it all stays readable. */
export const script = `
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const filters = byId("filters");
  if (!filters) return;
  const items = [...document.querySelectorAll(".requirement")];
  const sections = [...document.querySelectorAll(".section")];
  const toggles = [...filters.querySelectorAll(".toggle")];
  const search = byId("search");
  const section = byId("section");
  const system = byId("system");
  const texts = new Map(items.map((it) => [it, it.textContent.toLowerCase()]));
  const pressed = () => toggles.filter((it) => it.getAttribute("aria-pressed") === "true").map((it) => it.dataset.status);

  function apply() {
    const statuses = pressed();
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const it of items) {
      const fits =
        (statuses.length === 0 || statuses.includes(it.dataset.status)) &&
        (!section.value || it.dataset.section === section.value) &&
        (!system || !system.value || it.dataset.system === system.value) &&
        words.every((word) => texts.get(it).includes(word));
      it.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const it of sections) it.hidden = !it.querySelector(".requirement:not([hidden])");
    byId("shown").textContent = shown === items.length ? "All " + shown + " shown" : shown + " of " + items.length + " shown";
  }

  function reset() {
    for (const it of toggles) it.setAttribute("aria-pressed", "false");
    search.value = section.value = "";
    if (system) system.value = "";
    apply();
  }

  function reveal() {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = id && (byId(id) || items.find((it) => it.dataset.requirement === id));
    if (!target) return;
    if (target.hidden) reset();
    if (target.classList.contains("requirement")) {
      target.open = true;
      target.scrollIntoView();
      target.querySelector("summary").focus({ preventScroll: true });
    }
  }

  function openAll(open) {
    for (const it of items) if (!it.hidden) it.open = open;
  }

  let before = [];
  function beforePrint() {
    if (before.length > 0) return;
    before = [...document.querySelectorAll("details:not([open])")];
    for (const it of before) it.open = true;
  }
  function afterPrint() {
    for (const it of before) it.open = false;
    before = [];
  }

  for (const it of toggles) {
    it.addEventListener("click", () => {
      it.setAttribute("aria-pressed", String(it.getAttribute("aria-pressed") !== "true"));
      apply();
    });
  }
  search.addEventListener("input", apply);
  section.addEventListener("change", apply);
  if (system) system.addEventListener("change", apply);
  filters.addEventListener("submit", (event) => event.preventDefault());
  byId("reset").addEventListener("click", reset);
  byId("open-all").addEventListener("click", () => openAll(true));
  byId("close-all").addEventListener("click", () => openAll(false));
  document.addEventListener("keydown", (event) => {
    const typing = /^(input|select|textarea)$/i.test(event.target.tagName || "");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    }
  });
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", beforePrint);
  addEventListener("afterprint", afterPrint);
  matchMedia("print").addEventListener("change", (event) => (event.matches ? beforePrint() : afterPrint()));
  filters.hidden = false;
  apply();
  reveal();
})();
`;
