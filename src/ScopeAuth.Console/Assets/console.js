// Nothing here is needed: every page does the same without it.
"use strict";

// A button beside what somebody will want to paste elsewhere.
if (navigator.clipboard) {
  for (const text of document.querySelectorAll("[data-copy]")) {
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

// A tail of a list reads itself again, unless somebody is busy in it.
const tail = document.querySelector("[data-tail]");
if (tail) {
  setTimeout(() => {
    if (!document.hidden && !document.querySelector("details[open]") && !document.activeElement?.matches("input, select")) location.reload();
  }, Number(tail.dataset.tail) * 1000);
}
