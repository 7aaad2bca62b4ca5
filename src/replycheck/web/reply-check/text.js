/**
 * Offsets and edits of plain text. Nothing here knows a page.
 *
 * The server counts code points, a textarea counts UTF-16 units; an edit is {start, end, replacement}.
 */

const WORD_SIGN = /[\p{L}\p{M}\p{N}]/u;

/** A function from code points of `text` to UTF-16 units. */
export function utf16(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => offset;
  const starts = [];
  let at = 0;
  for (const sign of text) {
    starts.push(at);
    at += sign.length;
  }
  starts.push(at);
  return (offset) => starts[Math.min(offset, starts.length - 1)];
}

/** `text` after edits that do not overlap. */
export function applyEdits(text, edits) {
  let result = "";
  let at = 0;
  for (const edit of inOrder(edits)) {
    result += text.slice(at, edit.start) + edit.replacement;
    at = edit.end;
  }
  return result + text.slice(at);
}

export function inOrder(edits) {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The one edit that turns `before` into `after`, as short as can be; no surrogate pair is cut. */
export function difference(before, after) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  if (start > 0 && /[\ud800-\udbff]/.test(before[start - 1])) start -= 1;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  if (tail > 0 && /[\udc00-\udfff]/.test(before.at(-tail))) tail -= 1;
  return { start, end: before.length - tail, replacement: after.slice(start, after.length - tail) };
}

/** The edits, word by word, that turn `before` into `after`: what stays the same is left alone. */
export function wordEdits(before, after) {
  const outer = difference(before, after);
  const old = words(before.slice(outer.start, outer.end));
  const now = words(outer.replacement);
  if (old.length * now.length > 4_000_000) return [outer];
  // Longest common subsequence of words; `kept[i][j]` is its length from word i and word j on.
  const kept = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      kept[i][j] = old[i] === now[j] ? kept[i + 1][j + 1] + 1 : Math.max(kept[i + 1][j], kept[i][j + 1]);
    }
  }
  const edits = [];
  let at = outer.start;
  let open = null;
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      open = null;
      at += old[i].length;
      i += 1;
      j += 1;
      continue;
    }
    if (!open) edits.push((open = { start: at, end: at, replacement: "" }));
    if (j === now.length || (i < old.length && kept[i + 1][j] >= kept[i][j + 1])) {
      open.end = at += old[i].length;
      i += 1;
    } else {
      open.replacement += now[j];
      j += 1;
    }
  }
  return edits;
}

function words(text) {
  return text.match(/[\p{L}\p{M}\p{N}]+|\s+|[^\p{L}\p{M}\p{N}\s]/gu) ?? [];
}

/** Where a caret goes when edits are made: it stays between its neighbours; one inside an edit goes to its end. */
export function follow(caret, edits) {
  let shift = 0;
  for (const edit of inOrder(edits)) {
    if (caret < edit.start || (caret === edit.start && edit.end > caret)) break;
    if (caret < edit.end) return edit.start + shift + edit.replacement.length;
    shift += edit.replacement.length - (edit.end - edit.start);
  }
  return caret + shift;
}

/** A place {start, end} after `edit` was made elsewhere, or null where the edit touches what it says. */
export function rebase(place, edit) {
  const { start, end, replacement } = edit;
  if (start >= place.end) {
    const joins = start === place.end && WORD_SIGN.test(replacement.charAt(0));
    return joins ? null : place;
  }
  if (end > place.start) return null;
  if (end === place.start && WORD_SIGN.test(replacement.at(-1) ?? "")) return null;
  const shift = replacement.length - (end - start);
  return { ...place, start: place.start + shift, end: place.end + shift };
}
