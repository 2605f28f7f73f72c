// Nothing here is needed: every page does the same without it.
"use strict";

// A button beside what somebody will want to paste elsewhere.
function addCopyButtons(place) {
  if (!navigator.clipboard) return;
  for (const text of place.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    text.after(button);
  }
}
addCopyButtons(document);

// On a small screen the navigation scrolls: where one is comes into sight.
document.querySelector(".side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A form that was sent is not sent twice by a second click.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button[type=submit]")) setTimeout(() => { button.disabled = true; });
  });
}
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[type=submit]:disabled")) button.disabled = false;
});

// A tail: new records are put above the others, and what somebody has opened there stays open. The server leaves it to us to know what is shown already.
const tail = document.querySelector("[data-tail]");
if (tail) {
  const most = 500;
  const body = tail.querySelector("tbody");
  const shown = new Set(Array.from(body.rows, row => row.dataset.record));
  new EventSource(tail.dataset.tail).addEventListener("records", event => {
    const fresh = document.createElement("tbody");
    fresh.innerHTML = event.data;
    for (const row of [...fresh.rows].reverse()) {
      if (shown.has(row.dataset.record)) continue;
      shown.add(row.dataset.record);
      addCopyButtons(row);
      body.prepend(row);
    }
    while (body.rows.length > most) {
      shown.delete(body.lastElementChild.dataset.record);
      body.lastElementChild.remove();
    }
  });
}
