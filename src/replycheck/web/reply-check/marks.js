/**
 * Underlines in a textarea.
 *
 * A textarea cannot be marked, so a copy of its text lies over it: same fonts, padding, width and scroll, transparent
 * letters, underlined where a finding is. It takes no clicks, and neither find-in-page nor assistive technology sees it.
 */

import { marksSheet } from "./styles.js";

// Whatever moves a letter or breaks a line.
const METRICS = [
  "font-family", "font-size", "font-weight", "font-style", "font-stretch", "font-size-adjust", "font-optical-sizing",
  "font-kerning", "font-variant-caps", "font-variant-ligatures", "font-variant-numeric", "font-variant-east-asian",
  "font-variant-alternates", "font-variant-position", "font-feature-settings", "font-variation-settings",
  "letter-spacing", "word-spacing", "text-indent", "text-transform", "text-align", "text-align-last",
  "text-rendering", "text-size-adjust", "text-autospace", "text-spacing-trim", "tab-size", "direction", "writing-mode",
  "white-space", "word-break", "overflow-wrap", "line-break", "hyphens",
  "padding-top", "padding-right", "padding-bottom", "padding-left",
];
const BORDERS = ["border-top-width", "border-right-width", "border-bottom-width", "border-left-width"];
// Nothing of the page's own styles reaches the marks.
const OWN = {
  all: "initial", display: "block", position: "absolute", "box-sizing": "border-box", overflow: "hidden",
  "border-style": "solid", "border-color": "transparent", "pointer-events": "none", "user-select": "none",
  "color-scheme": "inherit", "forced-color-adjust": "none",
};
const GRAVITY = ["info", "warning", "error"];

export class Marks {
  #textarea;
  #host = document.createElement("reply-check-marks");
  #text = document.createElement("div");
  #observer;
  #margin = { left: 0, top: 0 };

  constructor(textarea) {
    this.#textarea = textarea;
    this.#host.inert = true;
    this.#host.attachShadow({ mode: "open" }).adoptedStyleSheets = [marksSheet];
    this.#host.shadowRoot.append(this.#text);
    for (const [name, value] of Object.entries(OWN)) this.#style(name, value);
    textarea.after(this.#host);
    takeAlong(textarea);
    this.#observer = new ResizeObserver((entries) => this.#resized(entries));
    this.#observer.observe(textarea);
    this.#observer.observe(textarea.ownerDocument.body); // what grows above the textarea moves it
    textarea.addEventListener("scroll", this.#scrolled);
    textarea.ownerDocument.fonts?.addEventListener("loadingdone", this.layout);
    window.addEventListener("resize", this.layout);
  }

  remove() {
    this.#observer.disconnect();
    this.#textarea.removeEventListener("scroll", this.#scrolled);
    this.#textarea.ownerDocument.fonts?.removeEventListener("loadingdone", this.layout);
    window.removeEventListener("resize", this.layout);
    this.#host.remove();
  }

  /** Mark `findings` (with `start`, `end` in UTF-16 units and `severity`) in `text`; `current` stands out. */
  show(text, findings, current) {
    const placed = findings.filter((finding) => finding.start !== null);
    const cuts = [...new Set([0, text.length, ...placed.flatMap((finding) => [finding.start, finding.end])])];
    cuts.sort((a, b) => a - b);
    this.#text.replaceChildren(
      ...cuts.slice(1).map((end, index) => {
        const start = cuts[index];
        const here = placed.filter((finding) => finding.start <= start && end <= finding.end);
        const piece = text.slice(start, end);
        return here.length ? mark(piece, here, here.includes(current)) : piece;
      }),
    );
    this.layout();
  }

  /** Take over fonts, padding and place of the textarea. */
  layout = () => {
    const style = getComputedStyle(this.#textarea);
    for (const name of METRICS) this.#text.style.setProperty(name, style.getPropertyValue(name));
    // As a number where it is one: 1.37 times the font and its value in pixels are rounded otherwise, which adds up.
    this.#text.style.lineHeight = this.#textarea.computedStyleMap?.().get("line-height")?.toString() ?? style.lineHeight;
    for (const name of BORDERS) this.#style(name, style.getPropertyValue(name));
    this.#style("z-index", style.zIndex);
    this.#text.lang = this.#textarea.closest("[lang]")?.lang ?? "";
    this.#scrolled();
    this.#place();
  };

  /** Scroll the textarea so that the current mark can be seen. */
  reveal() {
    const current = this.#text.querySelector(".current");
    if (!current) return;
    const { offsetTop: top, offsetHeight: height } = current;
    const { scrollTop, clientHeight } = this.#textarea;
    if (top >= scrollTop && top + height <= scrollTop + clientHeight) return;
    this.#textarea.scrollTop = Math.max(0, top - clientHeight / 3);
  }

  #style(name, value) {
    this.#host.style.setProperty(name, value, "important");
  }

  /** Scrolled, not moved: so fractions of a pixel are rounded as in the textarea. */
  #scrolled = () => {
    this.#host.scrollTo({ left: this.#textarea.scrollLeft, top: this.#textarea.scrollTop, behavior: "instant" });
  };

  /** Sizes come from the observer: they alone are fractions of a pixel, and know the scroll bar. */
  #resized(entries) {
    const entry = entries.find(({ target }) => target === this.#textarea);
    if (entry) {
      const [border] = entry.borderBoxSize;
      const [content] = entry.contentBoxSize;
      this.#style("width", `${border.inlineSize}px`);
      this.#style("height", `${border.blockSize}px`);
      this.#text.style.width = `${content.inlineSize}px`;
    }
    this.layout();
  }

  /** The marks lie where the page would put them, so that they move along; a margin makes up the difference. */
  #place() {
    const there = this.#textarea.getBoundingClientRect();
    const here = this.#host.getBoundingClientRect();
    const scale = there.width / this.#textarea.offsetWidth || 1;
    this.#margin.left += (there.left - here.left) / scale;
    this.#margin.top += (there.top - here.top) / scale;
    this.#style("margin-left", `${this.#margin.left}px`);
    this.#style("margin-top", `${this.#margin.top}px`);
  }
}

/** Marks scroll with a box only if it is what they are placed in. */
function takeAlong(textarea) {
  for (let box = textarea.parentElement; box && box !== document.body; box = box.parentElement) {
    const { position, overflow } = getComputedStyle(box);
    if (position !== "static") return;
    if (overflow !== "visible") {
      box.style.position = "relative";
      return;
    }
  }
}

function mark(text, findings, current) {
  const element = document.createElement("span");
  const gravest = Math.max(...findings.map((finding) => GRAVITY.indexOf(finding.severity)));
  element.className = `mark ${GRAVITY[gravest]}${current ? " current" : ""}`;
  element.textContent = text;
  return element;
}
