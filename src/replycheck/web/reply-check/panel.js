/** What stands beside the text: the verdict, a card for each finding, problems, help. It draws; it decides nothing. */

import { h, icon } from "./dom.js";
import { applyEdits, inOrder } from "./text.js";
import { WORDS } from "./words.js";

const SIGNS = { pass: "pass", suggest: "info", confirm: "warning", stop: "error" };

/**
 * The panel.
 *
 * `actions` are called when asked for: mendAll(), retry(), useToken(token), restore(), leave(), and with the index of a
 * finding opened(i), goTo(i), dismiss(i) and apply(i, index of the fix).
 */
export class Panel {
  element;
  #parts = {
    head: h("div.head"),
    state: h("div"),
    list: h("ul.list"),
    foot: h("div.foot"),
    help: h("div"),
    live: h("p.hidden", { role: "status" }),
  };
  #keys = {};
  #actions;

  constructor(actions) {
    this.#actions = actions;
    this.element = h("section.panel", { part: "panel" }, ...Object.values(this.#parts));
  }

  /**
   * Show `language`, `verdict` (or null), `note` (a sentence), `problem` (`kind`, `detail`; or null), `findings` in
   * `text` with their `titles`, the index of the `open` one, how many are `safe` to mend and how many `dismissed`.
   */
  draw({ language, verdict, note, problem, findings, text, titles, open, safe, dismissed }) {
    const words = WORDS[language];
    const actions = this.#actions;
    this.element.lang = language;
    this.element.ariaLabel = words.panel;
    this.#fill("head", [language, verdict, safe], () => [
      verdict && badge(verdict, words),
      safe > 0 && button("primary", words.mendAll(safe), actions.mendAll),
    ]);
    this.#fill("state", [language, note, problem], () => [
      problem ? problemBox(problem, words, actions) : h("p.state", {}, note),
    ]);
    // All that the cards say; where a finding lies is no part of it, so that they stay while one types elsewhere.
    const contents = findings.map(({ start, end, fixes, ...rest }, index) => {
      return [titles[index], rest, start === null, fixes.map((fix) => ({ ...fix, edits: result(text, fix) }))];
    });
    this.#fill("list", [language, contents, open], () =>
      findings.map((finding, index) => {
        const details = card(finding, index, text, titles[index], words, actions);
        details.open = index === open;
        return h("li", {}, details);
      }),
    );
    this.#fill("foot", [language, dismissed], () =>
      dismissed > 0 ? [words.dismissed(dismissed), button("quiet", words.restore, actions.restore)] : [],
    );
    this.#fill("help", [language], () => [help(words)]);
  }

  /** Bring the open card into view. */
  reveal() {
    const { list } = this.#parts;
    const item = list.querySelector("li:has(> [open])");
    if (item && list.scrollHeight > list.clientHeight) list.scrollTop = item.offsetTop - list.offsetTop - 4;
  }

  /** Put the focus on the open card; false where there is none. */
  focusCard() {
    const summary = this.#parts.list.querySelector("details[open] > summary");
    summary?.focus();
    return Boolean(summary);
  }

  /** Tell those who do not see it. The same is not said twice, unless it answers a key. */
  say(text, again = false) {
    const { live } = this.#parts;
    if (text === live.textContent && !again) return;
    live.textContent = "";
    live.textContent = text;
  }

  /** Draw a part anew where its key has changed: what stays the same keeps its focus, and its open details. */
  #fill(name, key, make) {
    const part = this.#parts[name];
    const now = JSON.stringify(key);
    if (this.#keys[name] === now) return;
    this.#keys[name] = now;
    const held = part.contains(this.element.getRootNode().activeElement);
    part.replaceChildren(...make().filter(Boolean));
    if (held && !this.focusCard()) this.#actions.leave();
  }
}

/** A verdict in words, with a sign and a colour that say the same. */
function badge(verdict, words) {
  return h(`span.badge.${SIGNS[verdict]}`, { part: "verdict" }, icon(SIGNS[verdict]), words.verdict[verdict]);
}

function button(kind, text, onclick) {
  return h(`button.${kind}`, { type: "button", part: "button", onclick: () => onclick() }, text);
}

function card(finding, index, text, title, words, actions) {
  const whole = finding.start === null;
  const details = h(
    "details.card",
    { part: "card", name: "card" },
    h(
      "summary",
      {},
      icon(finding.severity),
      h("span.title", {}, h("span.hidden", {}, `${words.severity[finding.severity]}: `), title),
      whole ? h("span.place.whole", {}, words.whole) : h("span.place", { lang: "fi" }, words.quote(shorten(finding.text, 60))),
    ),
    h(
      "div.body",
      {},
      h("p.message", {}, finding.message),
      fixList(finding, index, text, words, actions),
      h("p.why", {}, h("strong", {}, words.why), " ", finding.why),
      finding.advice.length > 0 &&
        h(
          "details.more",
          { open: !finding.fixes.length },
          h("summary", {}, words.advice),
          h("ul.advice", { lang: "fi" }, ...finding.advice.map((line) => h("li", {}, line))),
        ),
      h(
        "div.row",
        {},
        !whole && button("quiet", words.goTo, () => actions.goTo(index)),
        finding.severity !== "error" && button("quiet", words.dismiss, () => actions.dismiss(index)),
      ),
    ),
  );
  // The event comes late: the card may have been drawn anew meanwhile.
  details.addEventListener("toggle", () => details.isConnected && details.open && actions.opened(index));
  return details;
}

function fixList(finding, index, text, words, actions) {
  if (!finding.fixes.length) return null;
  const items = finding.fixes.map((fix, at) => {
    const contents = [
      h("span.result", { lang: "fi" }, ...preview(text, fix)),
      fix.note && h("span.note", {}, fix.note),
      fix.safety_note && h("span.note.caution", {}, icon("warning"), h("span", {}, fix.safety_note)),
    ];
    if (fix.applicability === "display") return h("li.display", {}, h("span.note", {}, words.toFillIn), ...contents);
    const press = { type: "button", part: "fix", onclick: () => actions.apply(index, at) };
    return h("li", {}, h(`button.fix.${fix.applicability}`, press, ...contents));
  });
  return h("ul.fixes", { "aria-label": words.fixes }, ...items);
}

/** What a fix gives: the stretch it changes as it will read, the new words emphasised. */
function preview(text, fix) {
  const edits = inOrder(fix.edits);
  const parts = [];
  let at = edits[0].start;
  for (const edit of edits) {
    if (edit.start > at) parts.push(shorten(text.slice(at, edit.start), 50));
    if (edit.replacement) parts.push(h("strong", {}, edit.replacement.trim() ? edit.replacement : "␣"));
    else parts.push(h("del", {}, shorten(text.slice(edit.start, edit.end), 50)));
    at = edit.end;
  }
  return parts;
}

/** The same in plain text. */
export function result(text, fix) {
  const edits = inOrder(fix.edits);
  const [start, end] = [edits[0].start, edits.at(-1).end];
  const moved = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  return applyEdits(text.slice(start, end), moved);
}

/** The beginning and the end of a long text, in whole words where there are any. */
function shorten(text, length) {
  if (text.length <= length) return text;
  const half = Math.floor(length / 2);
  const head = text.slice(0, half).match(/^[^]*\s/u)?.[0] ?? text.slice(0, half);
  const tail = text.slice(-half).match(/\s[^]*$/u)?.[0] ?? text.slice(-half);
  return `${head.toWellFormed().trimEnd()} … ${tail.toWellFormed().trimStart()}`;
}

/** The shortcuts, as a text that can be opened. */
function help(words) {
  return h(
    "details.help.more",
    {},
    h("summary", {}, words.keys),
    h("dl", {}, ...words.keyList.flatMap(([keys, does]) => [h("dt", {}, h("kbd", {}, keys)), h("dd", {}, does)])),
  );
}

/** A problem in words, with what can be done about it: a new try, or a token to be typed in. */
function problemBox({ kind, detail }, words, { retry, useToken }) {
  const text = h("p", {}, words.problem[kind], kind === "refused" && detail ? ` (${detail})` : null);
  if (kind !== "token" && kind !== "wrong-token") {
    return h("div.problem", {}, icon("info"), text, button("quiet", words.retry, retry));
  }
  const field = h("input", { type: "password", autocomplete: "off", spellcheck: false, id: "token", required: true });
  const onsubmit = (event) => {
    event.preventDefault();
    useToken(field.value);
  };
  return h(
    "form.problem",
    { onsubmit },
    icon("info"),
    text,
    h("label", { htmlFor: "token" }, words.token),
    h("div.row", {}, field, h("button", { type: "submit" }, words.useToken)),
    h("p.note", {}, words.tokenNote),
  );
}
