/** The server as the browser sees it: JSON in, JSON out, and one kind of error. */

const KINDS = { 401: "token", 403: "token", 413: "too-long", 429: "busy", 503: "busy" };

/**
 * Why there is no answer. `kind`: `offline` (no connection), `late` (time is up), `token` (none or a wrong one),
 * `too-long`, `busy`, `refused` (the request is wrong; `detail` says how) or `broken` (the answer is no answer).
 */
export class Problem extends Error {
  constructor(kind, detail = "") {
    super(kind);
    this.name = "Problem";
    this.kind = kind;
    this.detail = detail;
  }
}

/**
 * Ask the server. `body` null asks with GET.
 *
 * Throws Problem, or the AbortError of `signal`. Drafts travel in the body alone: never in the address, and nothing
 * is kept by the browser.
 */
export async function ask(endpoint, path, body, { token = null, signal = null, milliseconds = 10_000 } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== null) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const limit = AbortSignal.timeout(milliseconds);
  let response;
  let answer;
  try {
    response = await fetch(new URL(path, endpoint), {
      method: body === null ? "GET" : "POST",
      headers,
      body: body === null ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
    answer = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    if (limit.aborted) throw new Problem("late");
    if (!response) throw new Problem("offline");
    answer = null;
  }
  if (!response.ok) {
    const kind = KINDS[response.status] ?? (response.status >= 500 ? "broken" : "refused");
    throw new Problem(kind, String(answer?.detail ?? answer?.title ?? ""));
  }
  if (answer === null || typeof answer !== "object") throw new Problem("broken");
  return answer;
}

/** A report on `draft`, or Problem("broken") where it is none: a half answer must never hold a message. */
export function readReport(report, draft) {
  if (!Array.isArray(report?.findings) || typeof report.fixed !== "string" || report.draft !== draft) {
    throw new Problem("broken");
  }
  return report;
}

/** A decision on `draft`, or Problem("broken") where it is none. One that holds a message has a report that says why. */
export function readDecision(decision, draft) {
  const holds = { pass: false, suggest: false, confirm: true, stop: true }[decision.verdict];
  if (holds === undefined) throw new Problem("broken");
  if (decision.report || holds) readReport(decision.report, draft);
  return decision;
}
