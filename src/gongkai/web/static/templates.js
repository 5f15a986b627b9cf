// Extras only: merge fields are inserted where the cursor is, and the preview follows what is typed.
(() => {
  "use strict";
  const form = document.querySelector("form[data-template]");
  const text = form?.elements.text, preview = document.getElementById("preview");
  if (!text || !preview) return;

  for (const button of document.querySelectorAll("[data-insert]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
      text.focus();
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  let timer = 0, asking = null;
  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    const given = new FormData(form);
    given.set("preview", "1");
    try {
      const answer = await fetch(location.href, {
        method: "POST", body: given, signal: asking.signal, credentials: "same-origin",
      });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("preview");
      if (fresh) preview.replaceChildren(...fresh.childNodes);
    } catch { /* the button does the same */ }
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 900);
  });
})();
