// Refreshes the part of a page that says how far a wave has come, every 3 seconds while the page is visible.
"use strict";
(() => {
  let isAsking = false;
  const timer = setInterval(async () => {
    const part = document.querySelector("[data-poll]");
    if (!part || part.dataset.moves !== "1") { clearInterval(timer); return; }
    if (document.hidden || isAsking || part.contains(document.activeElement)) return;
    isAsking = true;
    try {
      const answer = await fetch(part.dataset.poll, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) { clearInterval(timer); return; }
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-poll]");
      if (!fresh) { clearInterval(timer); return; }
      const status = part.querySelector("[role=status]"), words = fresh.querySelector("[role=status]");
      if (status.textContent !== words.textContent) status.replaceChildren(...words.childNodes);
      [...part.children].filter((old) => old !== status).forEach((old) => old.remove());
      [...fresh.children].filter((one) => one !== words).forEach((one) => part.append(one));
      part.dataset.moves = fresh.dataset.moves;
      if (part.dataset.moves !== "1") location.reload();
    } catch { /* offline: the next look may succeed, and the Refresh link is there */ } finally { isAsking = false; }
  }, 3000);
})();
