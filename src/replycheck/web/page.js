/** The web page: a compose box, the customer's message, and the switches of the policy around <reply-check>. */

import "./reply-check.js";
import { EXAMPLES } from "./examples.js";
import { h } from "./reply-check/dom.js";
import { EN, FI } from "./words.js";

const $ = (id) => document.getElementById(id);
const check = $("check");
const reply = $("reply");
const finnish = Object.fromEntries([...document.querySelectorAll("[data-say]")].map((one) => [one.dataset.say, one.textContent]));
const WORDS = { fi: { ...finnish, replyHint: reply.placeholder, ...FI }, en: EN };
let words = WORDS.fi;

// ---- Language

function speak(language) {
  words = WORDS[language];
  document.documentElement.lang = language;
  document.title = words.title;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = words[element.dataset.say];
  reply.placeholder = words.replyHint;
  for (const button of document.querySelectorAll("[data-language]")) {
    button.ariaPressed = String(button.dataset.language === language);
  }
  EXAMPLES.forEach((example, index) => ($("example").options[index + 1].textContent = example.name[language]));
  check.setAttribute("messages", language);
  say();
  showSigns(check.report);
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => speak(button.dataset.language));
}

// ---- Policy and situation

for (const name of ["address", "channel", "recipient"]) {
  $(name).addEventListener("change", () => check.setAttribute(name, $(name).value));
}
$("first").addEventListener("change", () => check.toggleAttribute("later-reply", !$("first").checked));

function showSigns(report) {
  const kinds = [...new Set(report?.customer.map(({ kind }) => kind))];
  $("signs").textContent = kinds.length ? `${words.signs} ${kinds.map((kind) => words.sign[kind] ?? kind).join(", ")}.` : "";
}

check.addEventListener("reply-check-report", ({ detail }) => showSigns(detail.report));

// ---- Examples

for (const [index, example] of EXAMPLES.entries()) $("example").append(h("option", { value: index }, example.name.fi));
$("example").addEventListener("change", () => {
  const example = EXAMPLES[$("example").value];
  if (!example) return;
  $("customer").value = example.customer;
  $("channel").value = example.channel;
  check.setAttribute("channel", example.channel);
  reply.value = example.reply;
  reply.dispatchEvent(new InputEvent("input", { bubbles: true }));
});

// ---- What happens to the reply

/** Say what came of it; nothing takes the last word back. */
function say(...parts) {
  $("outcome").replaceChildren(...parts);
}

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  say(words.sent);
});

reply.addEventListener("input", () => say());

$("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(reply.value);
    say(words.copied);
  } catch {
    say(words.notCopied);
  }
});

for (const button of document.querySelectorAll("[data-switch]")) {
  button.addEventListener("click", () => switchAddress(button.dataset.switch));
}

async function switchAddress(to) {
  if (!reply.value.trim()) return;
  let result;
  try {
    result = await check.switchAddress(to);
  } catch {
    say(words.noSwitch);
    return;
  }
  if (result.refused.length) say(words.refused, h("ul", {}, ...result.refused.map(refusal)));
  else if (result.edits.length) say(words.switched[to]);
  else say(words.unchanged);
}

function refusal({ start, end, text, reason }) {
  const onclick = () => check.select(start, end);
  return h("li", {}, h("button", { type: "button", onclick }, `”${text}”`), `: ${words.reason[reason]}`);
}

// ---- The server's own policy and usual situation are where the switches start

try {
  const { version, policy, context } = await (await fetch("v1/about")).json();
  $("version").textContent = version;
  for (const [name, value] of Object.entries({ address: policy.address, channel: context.channel, recipient: context.recipient })) {
    $(name).value = value;
    check.setAttribute(name, value);
  }
  $("first").checked = context.first_reply;
  check.toggleAttribute("later-reply", !context.first_reply);
} catch {
  // without a server the component says so
}
