// Asks the company's replycheck server about a public reply before its ticket is saved.
//
// pass, suggest: the ticket is saved. confirm: the first save is held back; to save the same text again is to
// confirm it. stop: held back until the reply is mended. No answer in time, or a wrong one: the ticket is saved, and
// the sidebar says that the reply was not checked.

import { readComment } from "./draft.js";
import { show } from "./sidebar.js";
import { languageOf, wordsIn } from "./words.js";

// How much of the time that a save may wait is the check's own; the rest is for the way there and back.
const CHECK_SHARE = 0.5;

const client = window.ZAFClient.init();
let settings = { address: "formal", wait_ms: 2500 }; // and server; overridden by the administrator's
let language = "fi";
let words = wordsIn(language);
let confirmed = null; // the source of the reply that was held back once

/** The public reply in the editor and its situation, or null where there is none. */
async function readReply() {
  const ticket = await client.get([
    "ticket.comment.text",
    "ticket.comment.type",
    "ticket.comment.useRichText",
    "ticket.conversation",
  ]);
  const type = ticket["ticket.comment.type"];
  const comment = readComment(ticket["ticket.comment.text"] ?? "", ticket["ticket.comment.useRichText"]);
  if (type === "internalNote" || !comment.text.trim()) return null;
  const conversation = ticket["ticket.conversation"] ?? [];
  const ofCustomer = conversation
    .filter((entry) => entry.author?.role === "end-user")
    .toSorted((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
  const latest = ofCustomer.at(-1)?.message;
  return {
    ...comment,
    context: {
      customer: latest ? readComment(latest.content, latest.contentType === "text/html").text : null,
      first_reply: ofCustomer.length === conversation.length,
      // A public reply is mail; chats, messages and the like have types of their own.
      channel: type === "publicReply" ? "email" : "chat",
    },
  };
}

/** What the server decides on a reply. The token is put in by Zendesk, outside the browser. */
async function ask(reply) {
  const { server, address, wait_ms: wait } = settings;
  const decision = await client.request({
    url: `${server.replace(/\/$/, "")}/v1/decide`,
    type: "POST",
    contentType: "application/json",
    headers: { Authorization: "Bearer {{setting.token}}" },
    secure: true,
    data: JSON.stringify({
      draft: reply.text,
      context: reply.context,
      policy: { address, messages: language },
      timeout_ms: Math.round(wait * CHECK_SHARE),
    }),
  });
  if (!["pass", "suggest", "confirm", "stop"].includes(decision.verdict)) throw new TypeError("not a decision");
  return decision;
}

async function examine() {
  const reply = await readReply();
  return { reply, decision: reply && (await ask(reply)) };
}

/**
 * Examine what is in the editor and show the result: { reply, decision }, both null where there is nothing to check.
 * Whatever goes wrong, this is over in time, and the decision is then to send.
 */
async function check(note = "") {
  const late = new Promise((_, reject) => setTimeout(reject, settings.wait_ms, new Error("late")));
  try {
    return render(await Promise.race([examine(), late]), note);
  } catch {
    return render({ reply: null, decision: { verdict: "pass", message: words.unchecked } });
  }
}

function render(result, note = "") {
  const { reply, decision } = result;
  const message = [note, decision?.message ?? words.nothing].join(" ").trim();
  show({ message, report: decision?.report, words, onFix: (fix) => mend(fix, reply) });
  return result;
}

/** Make a fix in the reply it was found in, unless the agent has changed that; then check what is there now. */
async function mend(fix, reply) {
  const now = await readReply();
  const same = now?.source === reply.source;
  if (same) await client.set("ticket.comment.text", reply.mended(fix));
  await check(same ? "" : words.changed);
}

client.on("ticket.save", async () => {
  const { reply, decision } = await check();
  if (decision?.verdict === "stop") throw new Error(decision.message);
  if (decision?.verdict === "confirm" && reply.source !== confirmed) {
    confirmed = reply.source;
    throw new Error(`${decision.message} ${words.again}`);
  }
});

new ResizeObserver(() => {
  client.invoke("resize", { width: "100%", height: `${document.body.offsetHeight}px` });
}).observe(document.body);

document.getElementById("check").addEventListener("click", () => check());

client.on("app.registered", ({ metadata }) => {
  settings = { ...settings, ...metadata.settings };
});

client.get("currentUser.locale").then((answer) => {
  language = languageOf(answer["currentUser.locale"]);
  words = wordsIn(language);
  document.documentElement.lang = language;
  render({ reply: null, decision: null });
});
