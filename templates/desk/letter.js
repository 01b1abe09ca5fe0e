// Saves a text while somebody types, one save at a time, and keeps it in this browser until it is saved.
"use strict";

const form = document.querySelector("form[data-text]");
if (form) draft(form);
for (const other of document.querySelectorAll("form[data-forget]")) {
  other.addEventListener("submit", () => forget(other.dataset.forget));
}

function draft(form) {
  const WAIT = 1000, MOST_WAIT = 30000;
  const area = form.elements.text, base = form.elements.began_from, path = form.dataset.text;
  const status = form.querySelector("[data-status]");
  const preview = document.querySelector("[data-preview]");
  let timer = 0, running = false, wait = WAIT, sent = null, since = "", stopped = false;

  offerKept();
  area.addEventListener("input", () => {
    remember();
    if (!since) since = clock();
    schedule(WAIT);
  });
  form.addEventListener("submit", (event) => {
    if (stopped) return; // the page with both texts
    event.preventDefault();
    save();
  });
  addEventListener("beforeunload", (event) => {
    if (area.value !== base.value && !stopped) event.preventDefault();
  });
  for (const link of document.querySelectorAll("a[href*='/line/']")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(Number(link.getAttribute("href").split("/line/")[1]));
    });
  }

  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  async function save() {
    clearTimeout(timer);
    if (running || stopped) return;
    if (area.value === base.value && sent === null) {
      say("Saved");
      return;
    }
    running = true;
    say("Saving");
    try {
      // A save whose answer was lost may have arrived: then it is where this one begins.
      if (sent !== null) {
        const now = await (await answer("/now")).json();
        if (now.text === sent) base.value = sent;
        sent = null;
      }
      const text = area.value;
      sent = text;
      const result = await answer("/autosave", new URLSearchParams({ text, began_from: base.value }));
      if (result.status === 409) return clash();
      const body = await result.json();
      sent = null;
      if (!result.ok) {
        say(body.error);
        return;
      }
      if (area.value === text) {
        put(body.text);
        base.value = body.text;
        since = "";
        forget(path);
        say(body.merged ? `Saved at ${body.at}, together with what somebody else changed` : `Saved at ${body.at}`);
        if (preview) preview.contentWindow.location.replace(preview.src);
      } else {
        base.value = text;
        schedule(WAIT);
      }
      wait = WAIT;
    } catch (error) {
      wait = Math.min(2 * wait, MOST_WAIT);
      const why = error.message === "signed out" ? " Your session has ended: sign in again in another tab." : "";
      say(`Not saved since ${since || clock()}, your words are kept in this browser.${why}`);
      schedule(wait);
    } finally {
      running = false;
    }
  }

  async function answer(end, body) {
    const result = await fetch(path + end, { method: body ? "POST" : "GET", body, redirect: "error" });
    if (result.status === 401) throw new Error("signed out");
    if (result.status >= 500 || !(result.headers.get("content-type") || "").includes("json")) throw new Error("no answer");
    return result;
  }

  function clash() {
    stopped = true;
    say("Not saved: somebody else changed the same words. ");
    const button = document.createElement("button");
    button.textContent = "Compare both";
    button.className = "link";
    status.append(button);
  }

  // Puts another text in place, with the caret where it was in the words.
  function put(text) {
    if (text === area.value) return;
    const old = area.value, start = area.selectionStart, end = area.selectionEnd, top = area.scrollTop;
    let same = 0;
    while (same < old.length && old[same] === text[same]) same += 1;
    const shift = text.length - old.length;
    area.value = text;
    const place = (at) => (at <= same ? at : Math.max(same, at + shift));
    area.setSelectionRange(place(start), place(end));
    area.scrollTop = top;
  }

  function goTo(line) {
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1] || "").length);
    const style = getComputedStyle(area), mirror = document.createElement("div");
    Object.assign(mirror.style, { font: style.font, inlineSize: `${area.clientWidth}px`, padding: style.padding, whiteSpace: "pre-wrap", overflowWrap: "break-word", position: "absolute", visibility: "hidden" });
    mirror.textContent = area.value.slice(0, start);
    document.body.append(mirror);
    area.scrollTop = mirror.offsetHeight - area.clientHeight / 3;
    mirror.remove();
    area.scrollIntoView({ block: "nearest" });
  }

  function remember() {
    try {
      localStorage.setItem(key(path), JSON.stringify({ text: area.value, base: base.value, at: clock() }));
    } catch { /* no room, or not allowed: the page still has the words */ }
  }

  function offerKept() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(key(path)));
    } catch { /* not ours */ }
    if (!kept || kept.text === area.value || kept.text === kept.base) return forget(path);
    const bar = document.createElement("div"), words = document.createElement("p"), acts = document.createElement("p");
    bar.className = "banner warn";
    bar.setAttribute("role", "status");
    words.textContent = `Words from ${kept.at} that were not saved are kept in this browser.`;
    for (const [label, act] of [["Put them in", putBack], ["Drop them", () => forget(path)]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      button.textContent = label;
      button.addEventListener("click", () => { act(); bar.remove(); });
      acts.append(button);
    }
    bar.append(words, acts);
    form.before(bar);

    function putBack() {
      area.value = kept.text;
      base.value = kept.base;
      save();
    }
  }

  function say(words) {
    if (status.textContent !== words) status.textContent = words;
  }
}

function clock() {
  return new Date().toTimeString().slice(0, 5);
}

function key(path) {
  return `undersigned-text:${path}`;
}

function forget(path) {
  try {
    localStorage.removeItem(key(path));
  } catch { /* not allowed */ }
}
