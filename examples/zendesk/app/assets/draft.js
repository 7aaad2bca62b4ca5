// A comment as Zendesk has it, plain or HTML, as the text that replycheck reads, and back again with a fix made.

const BLOCKS = "address, article, dd, div, dl, dt, h1, h2, h3, h4, h5, h6, hr, li, ol, section, table, tr, ul";
// Not the agent's own words.
const LEFT_OUT = "blockquote, pre, code, script, style";

/**
 * Read a comment; `html` says whether its source is HTML.
 *
 * Returns { source, text, mended }: `mended(fix)` is the source with one fix of the text made.
 */
export function readComment(source, html) {
  if (!html) return { source, text: source, mended: ({ edits }) => spliced(source, edits) };
  return { source, text: read(source).text, mended: ({ edits }) => mendedHtml(source, edits) };
}

// Edits count code points, JavaScript strings count UTF-16 units: the two part ways after every emoji.
function spliced(text, edits) {
  const letters = Array.from(text);
  for (const { start, end, replacement } of edits.toReversed()) letters.splice(start, end - start, replacement);
  return letters.join("");
}

/** The text of an HTML source, and its text nodes with the places [start, end) they have in the text. */
function read(source) {
  const { body } = new DOMParser().parseFromString(source, "text/html");
  const nodes = [];
  let text = "";
  let length = 0;

  const write = (letters) => {
    text += letters;
    length += Array.from(letters).length;
  };
  const breakLines = (count) => {
    if (text) write("\n".repeat(Math.max(0, count - /\n*$/.exec(text)[0].length)));
  };
  const walk = (node) => {
    if (node instanceof Text) {
      if (/^\s*\n\s*$/.test(node.data)) return; // how the source is laid out, not what is written
      const start = length;
      write(node.data.replace(/[\t\n\r]/g, " "));
      nodes.push({ node, start, end: length });
    } else if (node instanceof Element) {
      const lines = node.matches("p") ? 2 : node.matches(`${BLOCKS}, ${LEFT_OUT}`) ? 1 : 0;
      breakLines(lines);
      if (node.matches("br")) write("\n");
      if (node.matches("li")) write("- ");
      if (!node.matches(LEFT_OUT)) node.childNodes.forEach(walk);
      breakLines(lines);
    }
  };
  body.childNodes.forEach(walk);
  return { body, nodes, text };
}

function mendedHtml(source, edits) {
  const { body, nodes, text } = read(source);
  for (const { start, end, replacement } of edits.toReversed().map((edit) => shortened(edit, text))) {
    // The replacement goes where the edit starts; what it takes from further nodes is taken there.
    const first = nodes.findIndex((each) => each.end >= start);
    nodes.slice(first).forEach(({ node, start: from, end: to }, index) => {
      const cut = { start: Math.max(start, from) - from, end: Math.min(end, to) - from };
      if (index === 0) node.data = spliced(node.data, [{ ...cut, replacement }]);
      else if (cut.start < cut.end) node.data = spliced(node.data, [{ ...cut, replacement: "" }]);
    });
  }
  return body.innerHTML;
}

/** An edit without the letters at its start that stay as they are, and with them their markup. */
function shortened({ start, end, replacement }, text) {
  const before = Array.from(text).slice(start, end);
  const after = Array.from(replacement);
  const differ = before.findIndex((letter, index) => letter !== after[index]);
  const same = differ === -1 ? before.length : differ;
  return { start: start + same, end, replacement: after.slice(same).join("") };
}
