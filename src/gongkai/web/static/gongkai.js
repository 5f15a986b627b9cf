// Extras only: every page works without this file.
(() => {
  "use strict";

  // A form that was changed is not left by accident.
  for (const form of document.querySelectorAll("form[data-guard]")) {
    let changed = false;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  }

  // A row opens what its head links to, unless text is being marked or something else is pressed.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-opens]");
    if (!row || event.target.closest("a, button, input, label, summary")) return;
    if (String(window.getSelection())) return;
    const link = row.querySelector("th a");
    if (!link) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href);
    else link.click();
  });

  // One box in the head ticks all rows of the page.
  for (const box of document.querySelectorAll("input[data-all]")) {
    box.hidden = false;
    box.addEventListener("change", () => {
      for (const other of box.closest("table").querySelectorAll("tbody .tick input")) {
        other.checked = box.checked;
      }
    });
  }

  // An open menu closes on Escape and when something else is pressed.
  const menus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // A security key that could not be read: say so on the page.
  document.addEventListener("allauth.error", (event) => {
    const said = document.querySelector("[data-key-failed]");
    if (said) {
      event.preventDefault();
      said.hidden = false;
    }
  });

  // What went wrong is read out first.
  document.querySelector(".summary[tabindex]")?.focus();
})();
