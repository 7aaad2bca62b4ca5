// A helpdesk like any other: it knows nothing of replycheck but the element and its event.

const TICKETS = [
  {
    from: "Aino Virtanen",
    subject: "Lasku on liian suuri",
    messages: ["Hei, laskussani on 14,90 euron maksu, jota en tunnista. Mistä se johtuu?\n\nAino Virtanen"],
  },
  {
    from: "Mikko Lahtinen",
    subject: "Netti ei toimi vieläkään",
    messages: ["Netti on ollut poikki jo kolme päivää, ja tämä on toinen kerta tässä kuussa. Olen todella pettynyt! Milloin vika korjataan?"],
  },
  { from: "Sofia Nieminen", subject: "Osoitteen vaihto", messages: ["Moi! Muutan 1.12. Miten saan liittymän uuteen osoitteeseen?"] },
];

const $ = (id) => document.getElementById(id);
const reply = $("reply");
let open = TICKETS[0];

function show(ticket) {
  open = ticket;
  $("subject").textContent = ticket.subject;
  $("from").textContent = ticket.from;
  $("messages").replaceChildren(...ticket.messages.map(message));
  $("tickets").replaceChildren(...TICKETS.map(entry));
}

function message(text, index, all) {
  const item = document.createElement("li");
  const ours = typeof text === "object";
  item.textContent = ours ? text.ours : text;
  item.className = ours ? "ours" : "";
  // <reply-check customer="latest"> reads the customer's latest message here.
  if (!ours && all.findLastIndex((one) => typeof one === "string") === index) item.id = "latest";
  return item;
}

function entry(ticket) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(Object.assign(document.createElement("b"), { textContent: ticket.from }));
  button.append(Object.assign(document.createElement("span"), { textContent: ticket.subject }));
  if (ticket === open) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => {
    show(ticket);
    reply.value = "";
    reply.dispatchEvent(new Event("input", { bubbles: true }));
    reply.focus();
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}

// The form is sent as always. <reply-check> stops it before this handler, and lets it go on when the reply may be sent.
$("reply-form").addEventListener("submit", (event) => {
  event.preventDefault();
  open.messages.push({ ours: reply.value });
  reply.value = "";
  reply.dispatchEvent(new Event("input", { bubbles: true }));
  show(open);
});

// For a log of the team's own: words and counts, never the text.
document.addEventListener("reply-check-verdict", ({ detail }) => {
  const count = detail.report?.findings.length ?? 0;
  $("verdict").textContent = detail.checked ? `Tarkistus: ${detail.verdict}, huomautuksia ${count}` : `Tarkistamatta: ${detail.problem}`;
});

show(open);
