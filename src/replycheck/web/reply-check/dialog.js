/** The question before a message is sent. */

import { h, icon } from "./dom.js";

/**
 * Ask with a modal dialog inside `root`; the answer is `back`, `mend` or `send`.
 *
 * With `stop` there is no sending as it is; with `mendable` there is mending first.
 */
export function askBeforeSending(root, { stop, findings, mendable, words, titleOf }) {
  const button = (answer, text, kind) =>
    h(`button.${kind}`, { type: "submit", value: answer, autofocus: answer === "back", part: "button" }, text);
  const dialog = h(
    "dialog",
    { "aria-labelledby": "ask-title", "aria-describedby": "ask-text", part: "dialog" },
    h(
      "form",
      { method: "dialog" },
      h("h2", { id: "ask-title" }, icon(stop ? "error" : "warning"), stop ? words.stopTitle : words.confirmTitle),
      h("p", { id: "ask-text" }, stop ? words.stopText : words.confirmText),
      h(
        "ul.asked",
        { tabIndex: 0, "aria-labelledby": "ask-text" },
        ...findings.map((finding) =>
          h("li", {}, icon(finding.severity), h("div", {}, h("strong", {}, titleOf(finding)), h("p", {}, finding.message))),
        ),
      ),
      h(
        "div.answers",
        {},
        button("back", words.back, stop && !mendable ? "primary" : "plain"),
        !stop && button("send", words.sendAnyway, "plain"),
        mendable && button("mend", words.mendAndSend, "primary"),
      ),
    ),
  );
  root.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue || "back");
    });
    dialog.showModal();
  });
}
