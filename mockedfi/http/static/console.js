// Copies text, asks before what cannot be undone, keeps the list of requests up to date. Pages work without it.
"use strict";

const EVERY = 1500; // milliseconds between two looks at the list

function say(text) {
  document.getElementById("copied").textContent = text;
}

async function copy(button, text) {
  await navigator.clipboard.writeText(text);
  const label = button.firstChild;
  const before = label.textContent;
  if (before === "Copied") return;
  label.textContent = "Copied";
  say("Copied");
  setTimeout(() => { label.textContent = before; }, 1500);
}

async function tokenOf(button) {
  const answer = await fetch(button.dataset.url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ key: button.dataset.token }),
  });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.message);
  return content.accessToken;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.confirm && !window.confirm(button.dataset.confirm)) event.preventDefault();
  try {
    if (button.dataset.copy) await copy(button, button.dataset.copy);
    if (button.dataset.token) await copy(button, await tokenOf(button));
  } catch (error) {
    say(error.message);
    button.title = error.message;
  }
});

const live = document.querySelector("[data-live]");
const pause = document.getElementById("pause");

async function refresh() {
  if (document.hidden || pause.getAttribute("aria-pressed") === "true") return;
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const rows = page.querySelector("[data-live]");
  if (!rows || rows.innerHTML === live.innerHTML) return;
  const held = live.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  live.replaceChildren(...rows.childNodes);
  document.getElementById("none").hidden = live.children.length > 0;
  if (held) live.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus();
}

if (live) {
  pause.hidden = false;
  pause.addEventListener("click", () => {
    const paused = pause.getAttribute("aria-pressed") === "true";
    pause.setAttribute("aria-pressed", String(!paused));
    pause.textContent = paused ? "Pause" : "Go on";
  });
  setInterval(() => refresh().catch(() => {}), EVERY); // a server that was stopped is no news for this page
}
