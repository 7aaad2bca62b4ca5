// The side of the page that Zendesk has: it speaks the protocol of the apps framework's SDK with the app in the frame.
//
// Messages of the app: {key: "iframe.…"} are events, {id, request: "get"|"set"|"invoke", params} are answered by id,
// {key: "request:N", message} is an HTTP request to make for it; all JSON strings, but for the object that answers
// ticket.save. The host's own are {key: "zaf.…"}.

const APP_GUID = "replycheck-example";
const { appOrigin, settings, locale, conversation } = await (await fetch("host.json")).json();

const frame = document.getElementById("app");
const textBox = document.getElementById("text");
const richBox = document.getElementById("rich");
const useRichText = document.getElementById("use-rich-text");
const type = document.getElementById("type");

document.getElementById("customer").textContent = conversation.at(-1).message.content;
useRichText.addEventListener("change", () => {
  textBox.hidden = useRichText.checked;
  richBox.hidden = !useRichText.checked;
});

// What the app may read and write, by its path.
const READ = {
  "currentUser.locale": () => locale,
  "ticket.comment.text": () => (useRichText.checked ? richBox.innerHTML : textBox.value),
  "ticket.comment.type": () => type.value,
  "ticket.comment.useRichText": () => useRichText.checked,
  "ticket.conversation": () => conversation,
};
const WRITE = {
  "ticket.comment.text": (value) => {
    if (useRichText.checked) richBox.innerHTML = value;
    else textBox.value = value;
  },
};
const INVOKE = {
  resize: ([{ height }]) => {
    frame.style.height = height;
  },
};

const post = (message) => frame.contentWindow.postMessage(JSON.stringify(message), appOrigin);

/** Answer a get, set or invoke: a value, or an error, for each path. */
function answer({ id, request, params }) {
  const table = { get: READ, set: WRITE, invoke: INVOKE }[request];
  const result = { errors: {} };
  for (const path of Array.isArray(params) ? params : Object.keys(params)) {
    if (table[path]) result[path] = table[path](params[path]);
    else result.errors[path] = { name: "APIError", message: "is not known to this host", path };
  }
  post({ id, result });
}

/** Make a request for the app, as Zendesk's proxy would: the server puts secure settings in. */
async function request(key, options) {
  const response = await fetch("proxy", { method: "POST", body: JSON.stringify(options) });
  const text = await response.text();
  const json = response.headers.get("content-type")?.includes("json");
  const done = { key: `zaf.${key}.done`, message: { responseArgs: [json ? JSON.parse(text) : text] } };
  const fail = { key: `zaf.${key}.fail`, message: { responseArgs: [{ status: response.status, responseText: text }] } };
  post(response.ok ? done : fail);
}

let onReply = null; // what waits for the app's answer to ticket.save

window.addEventListener("message", ({ data, origin, source }) => {
  if (origin !== appOrigin || source !== frame.contentWindow) return;
  const message = typeof data === "string" ? JSON.parse(data) : data;
  if (message.request) answer(message);
  else if (message.key === "iframe.handshake") {
    post({ key: "zaf.app.registered", message: { metadata: { settings }, context: { location: "ticket_sidebar" } } });
  } else if (message.key.startsWith("request:")) request(message.key, message.message);
  else if (message.key === "iframe.on:ticket.save") document.body.dataset.guarded = "true";
  else if (message.key === "iframe.reply:ticket.save") onReply(message);
});

document.getElementById("reply").addEventListener("submit", async (event) => {
  event.preventDefault();
  const saved = document.getElementById("saved");
  const notice = document.getElementById("notice");
  const reply = await new Promise((resolve) => {
    onReply = resolve;
    post({ key: "zaf.ticket.save", needsReply: true });
  });
  notice.textContent = reply.error ? reply.error.msg : "";
  if (!reply.error) {
    const entry = document.createElement("li");
    entry.textContent = READ["ticket.comment.text"]();
    saved.append(entry);
  }
  document.body.dataset.saves = Number(document.body.dataset.saves ?? 0) + 1;
});

frame.src = `${appOrigin}/app/assets/iframe.html?origin=${encodeURIComponent(location.origin)}&app_guid=${APP_GUID}`;
