/**
 * <reply-check>: checks the customer-service reply written in a textarea, and asks before it is sent.
 *
 *   <reply-check><textarea name="reply"></textarea></reply-check>
 *   <reply-check for="reply"></reply-check>
 *
 * Attributes, properties, methods and events: docs/web.md. Drafts live in memory alone: nothing of them is stored, put
 * into an address or logged. Whatever breaks here or in the server, the message can be sent.
 */

import { ask, Problem, readDecision, readReport } from "./reply-check/client.js";
import { askBeforeSending } from "./reply-check/dialog.js";
import { h } from "./reply-check/dom.js";
import { Marks } from "./reply-check/marks.js";
import { Panel, result } from "./reply-check/panel.js";
import { panelSheet } from "./reply-check/styles.js";
import { applyEdits, difference, follow, inOrder, rebase, utf16, wordEdits } from "./reply-check/text.js";
import { WORDS } from "./reply-check/words.js";

const PAUSE = 300; // milliseconds without a key before the text is checked
const WATCH = 500; // milliseconds between looks at a text that a script may have changed: no event tells of it
const BUDGET = 1000; // milliseconds that the check before sending may take, unless `timeout` says otherwise
const KEYS = "F8 Shift+F8 Alt+Enter Alt+Shift+Enter Alt+ArrowDown";
const GRAVITY = ["info", "warning", "error"];
const VERDICTS = { info: "suggest", warning: "confirm", error: "stop" };

class ReplyCheck extends HTMLElement {
  static observedAttributes = [
    "endpoint", "for", "messages", "address", "channel", "recipient", "later-reply", "customer",
  ];

  #textarea = null;
  #form = null;
  #marks = null;
  #panel = new Panel({
    mendAll: () => this.mendAll(),
    retry: () => this.check(),
    useToken: (token) => (this.token = token),
    restore: () => this.#restore(),
    leave: () => this.#textarea?.focus(),
    opened: (index) => index !== this.#findings.indexOf(this.#openFinding()) && this.#setCurrent(this.#findings[index]),
    goTo: (index) => this.#goTo(this.#findings[index]),
    dismiss: (index) => this.#dismiss(this.#findings[index]),
    apply: (index, fix) => this.#apply(this.#findings[index].fixes[fix]),
  });
  #text = ""; // what the findings speak of, kept up with every key
  #report = null;
  #findings = []; // of the report, in UTF-16 units, moved along with the text
  #dismissed = []; // the same, waved aside for this draft
  #current = null;
  #problem = null;
  #titles = new Map();
  #checking = null; // the AbortController of the check under way
  #timer = 0;
  #watching = 0;
  #asking = false; // whether a message may be sent
  #waiting = false; // for the server's decision
  #sentUnchecked = false;
  #approved = null; // the text that may be sent without asking again
  #token = null;
  #customer = null;
  #policy = {};

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [panelSheet];
    this.#panel.element.addEventListener("keydown", this.#keyInPanel);
    const slot = h("slot", { onslotchange: () => this.#attach() });
    this.shadowRoot.append(h("div.frame", {}, h("div", {}, slot), this.#panel.element));
  }

  connectedCallback() {
    this.#attach();
    this.#draw();
    this.#watching = setInterval(() => this.#watch(), WATCH);
  }

  disconnectedCallback() {
    clearInterval(this.#watching);
    this.#detach();
  }

  attributeChangedCallback(name) {
    if (!this.isConnected) return;
    if (name === "for") this.#attach();
    if (name === "endpoint") this.#titles.clear();
    this.#draw();
    this.#later(0);
  }

  // ---- Properties

  /** The textarea that is checked: the one named by `for`, or else the first inside. */
  get textarea() {
    return this.#textarea;
  }

  /** The server's token, kept in memory alone. */
  set token(token) {
    this.#token = token || null;
    this.#later(0);
  }

  /** The customer's message as text; without it, the text of the element that the attribute names. */
  get customer() {
    if (this.#customer !== null) return this.#customer;
    const element = document.getElementById(this.getAttribute("customer") ?? "");
    const text = typeof element?.value === "string" ? element.value : element?.textContent; // the value of a <li> is a number
    return text?.trim() || null;
  }

  set customer(text) {
    this.#customer = text;
    this.#later(0);
  }

  /** Further fields of the policy: select, ignore, enable, severities. */
  get policy() {
    return this.#policy;
  }

  set policy(policy) {
    this.#policy = { ...policy };
    this.#later(0);
  }

  /** The latest report, as the server gave it, or null. */
  get report() {
    return this.#report;
  }

  // ---- Methods

  /** Check the text now. Resolves to the report, or null where there is none or a newer check took over. */
  async check() {
    clearTimeout(this.#timer);
    this.#checking?.abort();
    const draft = this.#value();
    if (!draft.trim()) {
      this.#take(null);
      return null;
    }
    const { signal } = (this.#checking = new AbortController());
    this.#draw();
    try {
      const report = await this.#ask("v1/check", this.#body(draft), { signal });
      if (signal.aborted || draft !== this.#value()) return null;
      this.#checking = null;
      this.#take(readReport(report, draft));
      this.#learnTitles();
      return report;
    } catch (error) {
      if (signal.aborted) return null;
      this.#checking = null;
      this.#fail(error);
      return null;
    }
  }

  /** Make every safe fix, as one step of undo. Checks first if the text has changed since. */
  async mendAll() {
    if (this.#report?.draft !== this.#value()) await this.check();
    const fixed = this.#fixed();
    if (fixed === null || fixed === this.#text) return;
    const edits = wordEdits(this.#text, fixed);
    if (this.#change(edits)) this.#say(this.#words.mendedAll(edits.length));
  }

  /** Ask whether the text may be sent: the verdict event, and a dialog where there is need. Resolves to true or false. */
  async guard() {
    if (this.#asking) return false;
    this.#asking = true;
    try {
      return await this.#mayBeSent();
    } catch {
      return true; // a fault of ours holds no message
    } finally {
      this.#asking = false;
      if (this.#waiting) {
        this.#waiting = false;
        this.#draw();
      }
    }
  }

  /** Send the form without asking. */
  send(submitter = null) {
    this.#approved = this.#value();
    try {
      this.#form?.requestSubmit(submitter);
    } catch {
      this.#form.requestSubmit(); // the button is not there any more
    }
  }

  /** Turn the text to the other form of address, `formal` or `informal`; resolves to the server's Switch. */
  async switchAddress(to) {
    const draft = this.#value();
    const { context } = this.#body(draft);
    const answer = await this.#ask("v1/switch", { draft, to, context });
    if (answer.draft !== draft || typeof answer.text !== "string") throw new Problem("broken");
    if (answer.text !== draft && draft === this.#value()) this.#change(wordEdits(draft, answer.text));
    return answer;
  }

  /** Select a stretch of the text, given in code points as the server gives it. */
  select(start, end) {
    const at = utf16(this.#value());
    this.#textarea.focus();
    this.#textarea.setSelectionRange(at(start), at(end));
  }

  /** Select the next finding in the text, or with -1 the previous one. */
  go(step = 1) {
    const placed = this.#findings.filter((finding) => finding.start !== null);
    if (!placed.length) {
      this.#say(this.#words.count(this.#findings.length), true);
      return;
    }
    const { selectionStart: start, selectionEnd: end } = this.#textarea;
    let index = placed.findIndex((one) => one === this.#current && one.start === start && one.end === end);
    if (index >= 0) index += step;
    else if (step > 0) index = Math.max(0, placed.findIndex((one) => one.start >= end));
    else index = placed.findLastIndex((one) => one.end <= start);
    const next = placed.at(index % placed.length);
    this.#goTo(next);
    const safe = safeFix(next);
    const place = this.#words.position(this.#findings.indexOf(next) + 1, this.#findings.length);
    const offer = safe ? ` ${this.#words.applyWith(result(this.#text, safe))}` : "";
    this.#say(`${place}. ${this.#titleOf(next)}. ${next.message}${offer}`, true);
  }

  // ---- The textarea

  #attach() {
    const named = this.getAttribute("for");
    const textarea = named ? document.getElementById(named) : this.querySelector("textarea");
    if (textarea === this.#textarea) return;
    this.#detach();
    if (!textarea) return;
    this.#textarea = textarea;
    this.#form = textarea.form;
    this.#marks = new Marks(textarea);
    textarea.addEventListener("input", this.#typed);
    textarea.addEventListener("keydown", this.#keyInText);
    if (!textarea.hasAttribute("aria-keyshortcuts")) textarea.setAttribute("aria-keyshortcuts", KEYS);
    document.addEventListener("selectionchange", this.#moved);
    document.addEventListener("input", this.#contextTyped);
    this.#form?.addEventListener("submit", this.#submitted, true);
    this.shadowRoot.querySelector(".frame").classList.toggle("beside", !named);
    this.#text = this.#value();
    this.#later(0);
  }

  #detach() {
    clearTimeout(this.#timer);
    this.#checking?.abort();
    if (!this.#textarea) return;
    this.#textarea.removeEventListener("input", this.#typed);
    this.#textarea.removeEventListener("keydown", this.#keyInText);
    document.removeEventListener("selectionchange", this.#moved);
    document.removeEventListener("input", this.#contextTyped);
    this.#form?.removeEventListener("submit", this.#submitted, true);
    this.#marks.remove();
    this.#textarea = this.#form = this.#marks = null;
  }

  /** The text, without the halves of a surrogate pair that JSON cannot carry: they are replaced, one for one. */
  #value() {
    return this.#textarea?.value.toWellFormed() ?? "";
  }

  #watch() {
    if (!this.#textarea?.isConnected) this.#attach();
    else if (this.#value() !== this.#text) this.#typed();
  }

  #typed = () => {
    this.#keepUp();
    if (this.#text.trim()) this.#sentUnchecked = false;
    this.#draw();
    this.#later(PAUSE);
  };

  #contextTyped = (event) => {
    if (event.target.id && event.target.id === this.getAttribute("customer")) this.#later(PAUSE);
  };

  /** Move the findings along with the text; those that an edit touches are gone until the next check. */
  #keepUp(text = this.#value(), edits = [difference(this.#text, text)]) {
    if (text === this.#text) return;
    const backwards = inOrder(edits).reverse();
    const move = (place) => backwards.reduce((moved, edit) => moved && rebase(moved, edit), place);
    const moved = (finding) => {
      if (finding.start === null) return finding;
      const place = move(finding);
      if (!place || text.slice(place.start, place.end) !== finding.text) return null;
      const fixes = finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(move) }));
      const whole = fixes.filter((fix) => !fix.edits.includes(null));
      return Object.assign(finding, { start: place.start, end: place.end, fixes: whole });
    };
    this.#findings = this.#findings.map(moved).filter(Boolean);
    this.#dismissed = this.#dismissed.map(moved).filter(Boolean);
    this.#text = text;
    if (!this.#findings.includes(this.#current)) this.#current = null;
  }

  /** The finding at the caret is the current one. */
  #moved = () => {
    if (!this.#textarea || document.activeElement !== this.#textarea) return;
    const { selectionStart: start, selectionEnd: end } = this.#textarea;
    const here = this.#findings.find((one) => one.start !== null && one.start <= start && end <= one.end);
    if (here && here !== this.#current) this.#setCurrent(here);
  };

  /** Make edits through the browser's own undo; the caret stays with its words. False where they do not fit. */
  #change(edits) {
    const textarea = this.#textarea;
    const after = applyEdits(this.#text, edits);
    const edit = difference(this.#text, after);
    if (textarea.readOnly || textarea.disabled) return false;
    if (textarea.maxLength >= 0 && after.length > textarea.maxLength) {
      this.#say(this.#words.noRoom, true);
      return false;
    }
    const touched = document.activeElement !== textarea && matchMedia("(pointer: coarse)").matches;
    const { scrollTop, selectionStart, selectionEnd } = textarea;
    this.#keepUp(after, edits);
    textarea.focus({ preventScroll: true });
    textarea.setSelectionRange(edit.start, edit.end);
    const command = edit.replacement ? "insertText" : "delete";
    if (!document.execCommand(command, false, edit.replacement) || textarea.value !== after) {
      textarea.value = after;
      textarea.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText" }));
    }
    textarea.setSelectionRange(follow(selectionStart, edits), follow(selectionEnd, edits));
    textarea.scrollTop = scrollTop;
    if (touched) textarea.blur(); // no screen keyboard for a tap on a fix
    this.#draw();
    this.#later(0);
    return true;
  }

  // ---- Keys

  #keyInText = (event) => {
    if (event.isComposing) return;
    const act = this.#shortcut(event);
    if (!act) return;
    event.preventDefault();
    act();
  };

  #keyInPanel = (event) => {
    if (event.target.closest("dialog")) return;
    const act = event.key === "Escape" ? () => this.#textarea?.focus() : event.key === "F8" && this.#shortcut(event);
    if (!act) return;
    event.preventDefault();
    act();
  };

  #shortcut({ key, altKey, shiftKey, ctrlKey, metaKey }) {
    if (ctrlKey || metaKey) return null;
    if (key === "F8" && !altKey) return () => this.go(shiftKey ? -1 : 1);
    if (key === "Enter" && altKey) return () => (shiftKey ? this.mendAll() : this.#applyFirst());
    if (key === "ArrowDown" && altKey && this.#findings.length) return () => this.#panel.focusCard();
    return null;
  }

  #applyFirst() {
    const finding = this.#current;
    if (!finding) this.go();
    else if (safeFix(finding)) this.#apply(safeFix(finding));
    else this.#say(this.#words.nothingSafe, true);
  }

  // ---- Findings

  #apply(fix) {
    if (this.#text !== this.#value()) return; // the text was changed from outside, unseen
    if (this.#change(fix.edits)) this.#say(this.#words.mended);
  }

  #dismiss(finding) {
    this.#dismissed.push(finding);
    this.#findings = this.#findings.filter((one) => one !== finding);
    this.#current = null;
    this.#draw();
    this.#say(this.#words.count(this.#findings.length), true);
    if (!this.#panel.focusCard()) this.#textarea.focus();
  }

  #restore() {
    this.#dismissed = [];
    this.#textarea.focus();
    this.check();
  }

  #goTo(finding) {
    this.#textarea.focus();
    if (!finding) return;
    this.#textarea.setSelectionRange(finding.start, finding.end);
    this.#setCurrent(finding);
  }

  #setCurrent(finding) {
    this.#current = finding;
    this.#draw();
    this.#panel.reveal();
    this.#marks.reveal();
  }

  #openFinding() {
    return this.#current ?? this.#findings[0] ?? null;
  }

  /** The text with the safe fixes: the server's, or, where findings were dismissed, those of the rest. */
  #fixed() {
    if (!this.#report || this.#report.draft !== this.#text) return null;
    if (!this.#dismissed.length) return this.#report.fixed;
    const edits = [];
    for (const { edits: wanted } of this.#findings.map(safeFix).filter(Boolean)) {
      const free = wanted.every((one) => edits.every((made) => one.end <= made.start || made.end <= one.start));
      if (free) edits.push(...wanted);
    }
    return applyEdits(this.#text, edits);
  }

  #titleOf(finding) {
    const title = this.#messages === "fi" ? this.#titles.get(finding.rule) : null;
    return title ?? this.#words.category[finding.category] ?? finding.category;
  }

  // ---- The server

  get #endpoint() {
    return new URL(this.getAttribute("endpoint") ?? ".", this.hasAttribute("endpoint") ? document.baseURI : import.meta.url);
  }

  get #messages() {
    return this.getAttribute("messages") === "en" ? "en" : "fi";
  }

  get #words() {
    return WORDS[this.#messages];
  }

  #ask(path, body, options = {}) {
    const endpoint = this.#endpoint;
    if (!endpoint.pathname.endsWith("/")) endpoint.pathname += "/";
    return ask(endpoint, path, body, { token: this.#token, ...options });
  }

  #body(draft) {
    const context = {};
    if (this.hasAttribute("later-reply")) context.first_reply = false;
    if (this.customer !== null) context.customer = this.customer;
    for (const name of ["channel", "recipient"]) if (this.hasAttribute(name)) context[name] = this.getAttribute(name);
    const policy = { messages: this.#messages, ...this.#policy };
    if (this.hasAttribute("address")) policy.address = this.getAttribute("address");
    return { draft, context, policy };
  }

  #later(milliseconds) {
    if (!this.#textarea) return;
    clearTimeout(this.#timer);
    this.#checking?.abort();
    this.#timer = setTimeout(() => this.check(), milliseconds);
  }

  /** Rule titles, which are in Finnish, make better headings than categories; but nothing waits for them. */
  async #learnTitles() {
    if (this.#titles.size || this.#messages !== "fi") return;
    try {
      const rules = await this.#ask("v1/rules", null);
      this.#titles = new Map(rules.map(({ id, title }) => [id, title]));
      this.#draw();
    } catch {
      // the categories will do
    }
  }

  #take(report) {
    this.#report = report;
    this.#problem = null;
    this.#text = this.#value();
    this.#findings = report ? this.#kept(inUtf16(report)) : [];
    if (!report) this.#dismissed = [];
    const current = this.#current;
    this.#current = this.#findings.find((one) => current && one.rule === current.rule && one.start === current.start) ?? null;
    this.#draw();
    if (!report) return;
    this.#say(this.#words.count(this.#findings.length));
    this.dispatchEvent(new CustomEvent("reply-check-report", { bubbles: true, composed: true, detail: { report } }));
  }

  #kept(findings) {
    return findings.filter(
      (finding) => !this.#dismissed.some((one) => one.rule === finding.rule && one.start === finding.start && one.end === finding.end),
    );
  }

  #fail(error) {
    this.#report = null;
    this.#problem = error instanceof Problem ? error : new Problem("broken");
    if (this.#problem.kind === "token" && this.#token) this.#problem = new Problem("wrong-token");
    this.#findings = [];
    this.#draw();
    this.#say(this.#words.problem[this.#problem.kind]);
  }

  // ---- Before sending

  #submitted = (event) => {
    const text = this.#value();
    if (this.getAttribute("mode") === "hints" || text === this.#approved || !text.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    // Not before this event is over: a form that is sending takes no second request.
    this.guard().then((send) => send && setTimeout(() => this.send(submitter)));
  };

  async #mayBeSent() {
    for (;;) {
      const draft = this.#value();
      this.#waiting = true;
      this.#draw();
      const decision = await this.#decide(draft);
      if (decision.report && draft !== this.#value()) continue; // typed on while we asked
      const event = new CustomEvent("reply-check-verdict", { bubbles: true, composed: true, cancelable: true, detail: decision });
      if (!this.dispatchEvent(event)) return false;
      if (decision.verdict === "pass" || decision.verdict === "suggest") {
        this.#sentUnchecked = !decision.checked;
        if (this.#sentUnchecked) this.#say(this.#words.unchecked, true);
        return true;
      }
      this.#take(decision.report);
      this.#waiting = false;
      this.#draw();
      const stop = decision.verdict === "stop";
      const findings = stop ? this.#findings.filter(({ severity }) => severity === "error") : this.#findings;
      const answer = await askBeforeSending(this.shadowRoot, {
        stop,
        findings,
        mendable: stop ? findings.every(safeFix) : this.#fixed() !== draft,
        words: this.#words,
        titleOf: (finding) => this.#titleOf(finding),
      });
      if (answer === "mend") {
        await this.mendAll();
        continue;
      }
      if (answer === "send") return true;
      this.#goTo(findings.find(({ start }) => start !== null));
      return false;
    }
  }

  /** The server's decision, less what was dismissed; where there is none in time, one that lets the message go. */
  async #decide(draft) {
    const budget = Number(this.getAttribute("timeout")) || BUDGET;
    try {
      const body = { ...this.#body(draft), timeout_ms: Math.max(50, budget - 100) };
      const decision = readDecision(await this.#ask("v1/decide", body, { milliseconds: budget }), draft);
      if (!decision.report || !this.#dismissed.length) return decision;
      return { ...decision, verdict: verdictOn(this.#kept(inUtf16(decision.report))) };
    } catch (error) {
      const kind = error instanceof Problem ? error.kind : "broken";
      return { verdict: "pass", checked: false, problem: kind, message: this.#words.problem[kind], report: null };
    }
  }

  // ---- Drawing

  #draw() {
    if (!this.isConnected) return;
    this.#panel.draw({
      language: this.#messages,
      verdict: this.#report && verdictOn(this.#findings),
      note: this.#note(),
      problem: this.#waiting || this.#sentUnchecked ? null : this.#problem,
      findings: this.#findings,
      text: this.#text,
      titles: this.#findings.map((finding) => this.#titleOf(finding)),
      open: this.#findings.indexOf(this.#openFinding()),
      safe: this.#findings.filter(safeFix).length,
      dismissed: this.#dismissed.length,
    });
    this.#marks?.show(this.#text, this.#findings, this.#current);
  }

  #note() {
    const words = this.#words;
    if (this.#waiting) return words.asking;
    if (this.#sentUnchecked) return words.unchecked;
    if (!this.#text.trim()) return words.empty;
    if (!this.#report) return words.checking;
    const count = `${words.count(this.#findings.length)}.`;
    return this.#report.incomplete ? `${count} ${words.incomplete}` : count;
  }

  #say(text, again) {
    this.#panel.say(text, again);
  }
}

function safeFix(finding) {
  return finding.fixes.find((fix) => fix.applicability === "safe") ?? null;
}

/** The verdict on these findings, as the server gives it: that of the gravest. */
function verdictOn(findings) {
  const gravest = Math.max(-1, ...findings.map((finding) => GRAVITY.indexOf(finding.severity)));
  return VERDICTS[GRAVITY[gravest]] ?? "pass";
}

/** The findings that count, with every offset in UTF-16 units. */
function inUtf16({ draft, findings }) {
  const at = utf16(draft);
  const place = ({ start, end, ...rest }) => ({ ...rest, start: start === null ? null : at(start), end: end === null ? null : at(end) });
  return findings
    .filter((finding) => !finding.suppressed)
    .map((finding) => ({
      ...place(finding),
      fixes: finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(place) })),
    }));
}

customElements.define("reply-check", ReplyCheck);
