// What the sidebar shows: a decision in a sentence, and a card for each finding with its fixes.

const element = (name, { text, ...properties } = {}, children = []) => {
  const made = Object.assign(document.createElement(name), properties);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
};

/** Show a message and the findings of a report; `onFix(fix)` is called when the agent chooses a fix. */
export function show({ message, report = null, words, onFix }) {
  document.getElementById("status").textContent = message;
  document.getElementById("check").textContent = words.check;
  const findings = (report?.findings ?? []).filter((finding) => !finding.suppressed);
  document.getElementById("findings").replaceChildren(...findings.map((finding) => card(finding, words, onFix)));
}

function card(finding, words, onFix) {
  // A fix for display has a gap that the agent has to fill in: it is an example.
  const fixes = finding.fixes.filter((fix) => fix.applicability !== "display");
  const buttons = fixes.map((fix) =>
    element("button", { type: "button", text: fix.title, title: fix.note ?? "", onclick: () => onFix(fix) }),
  );
  const parts = [
    element("span", { className: "severity", text: words.severity[finding.severity] }),
    element("mark", { text: finding.text ?? "" }),
    element("p", { text: finding.message }),
    element("div", { className: "fixes" }, buttons),
  ];
  if (finding.advice.length) {
    const lines = element("ul", {}, finding.advice.map((text) => element("li", { text })));
    parts.push(element("details", {}, [element("summary", { text: words.examples }), lines]));
  }
  return element("li", { className: finding.severity }, parts);
}
