// The report's script: shows one task's details at a time, and filters the list. It makes no markup of anything.

/** Nothing of a run gets into it: the page's policy names it by its hash. */
export const pageScript = `
(() => {
  "use strict";
  const root = document.documentElement;
  const details = document.getElementById("details");
  const lanes = document.getElementById("lanes");
  const search = document.getElementById("filter");
  const chips = [...document.querySelectorAll("[data-filter]")];
  root.classList.add("scripted");

  let shown;
  const show = (id, moved) => {
    const article = document.getElementById(id);
    const next = article && article.parentElement === details ? article : document.getElementById("run");
    if (shown) shown.classList.remove("selected");
    for (const link of document.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    shown = next;
    next.classList.add("selected");
    for (const link of document.querySelectorAll('main > .overview a')) {
      if (link.getAttribute("href") === "#" + next.id) link.setAttribute("aria-current", "true");
    }
    const row = lanes.querySelector("a[aria-current]");
    let around = row && row.closest("details");
    if (around && (row.closest("summary") || {}).parentElement === around) around = around.parentElement.closest("details");
    for (; around; around = around.parentElement.closest("details")) around.open = true;
    details.scrollTop = 0;
    for (const log of next.querySelectorAll(".log pre")) log.scrollTop = log.scrollHeight;
    if (!moved) return;
    next.focus({ preventScroll: true });
    const below = details.getBoundingClientRect().top > window.innerHeight * 0.6;
    const stacked = getComputedStyle(details).position === "static";
    if (stacked || below) next.scrollIntoView({ block: "start" });
  };
  const fromAddress = () => decodeURIComponent(location.hash.slice(1));
  window.addEventListener("hashchange", () => show(fromAddress(), location.hash !== ""));
  show(fromAddress(), location.hash !== "");
  // The browser goes to the address's place by itself; beside the list, the details are in sight already.
  window.addEventListener("load", () => {
    if (getComputedStyle(details).position === "sticky") requestAnimationFrame(() => window.scrollTo(0, 0));
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const href = link && link.getAttribute("href");
    if (href && href === location.hash) show(href.slice(1), true);
  });

  const rows = [...lanes.querySelectorAll(".row")];
  let before;
  const filter = () => {
    const text = search.value.trim().toLowerCase();
    const states = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.filter);
    const active = text !== "" || states.length > 0;
    if (active && !before) before = rows.filter((row) => row.open);
    lanes.classList.toggle("filtered", active);
    for (const row of rows) row.classList.remove("match");
    if (active) {
      for (const row of rows) {
        const { state, type, path } = row.dataset;
        const fits = (states.length === 0 || (type === "task" && states.includes(state))) && path.toLowerCase().includes(text);
        if (!fits) continue;
        for (let at = row; at && at !== lanes; at = at.parentElement) {
          at.classList.add("match");
          if (at !== row && at.tagName === "DETAILS") at.open = true;
        }
      }
    } else if (before) {
      for (const row of rows) if (row.tagName === "DETAILS") row.open = before.includes(row);
      before = undefined;
    }
    lanes.classList.toggle("empty", active && !lanes.querySelector(".match"));
  };
  search.addEventListener("input", filter);
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }

  const visibleLinks = () => [...lanes.querySelectorAll("a")].filter((link) => link.offsetParent !== null);
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && typing && search.value !== "") {
      search.value = "";
      filter();
    } else if (event.key === "Escape") {
      location.hash = "run";
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && lanes.contains(document.activeElement)) {
      const links = visibleLinks();
      const at = document.activeElement.closest(".line, summary, .row");
      const index = links.findIndex((link) => at && at.contains(link));
      const next = links[index + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  });
})();
`;
