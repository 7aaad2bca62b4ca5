/**
 * How the component looks. Sheets made in a script stand under no strict content policy, and reach only the component.
 *
 * Colours follow the page's `color-scheme`; the public custom properties are listed in docs/web.md.
 */

function sheet(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

export const marksSheet = sheet(`
  div { box-sizing: content-box; margin: 0; color: transparent; }
  div::after { content: ""; display: block; block-size: 100vh; } /* room to scroll as far as the textarea does */
  .mark {
    text-decoration: underline 2px;
    text-decoration-skip-ink: none;
    text-underline-offset: 0.2em;
    border-radius: 2px;
  }
  .info { text-decoration-style: dotted; text-decoration-color: var(--reply-check-info, light-dark(#2f6fbd, #7db2f2)); }
  .warning {
    text-decoration-style: wavy;
    text-decoration-thickness: 1.5px;
    text-decoration-color: var(--reply-check-warning, light-dark(#c47400, #f0b45c));
  }
  .error { text-decoration-style: double; text-decoration-color: var(--reply-check-error, light-dark(#c62f26, #ff9a90)); }
  .current { background: light-dark(rgb(255 196 80 / 18%), rgb(240 180 92 / 16%)); text-decoration-thickness: 2.5px; }
`);

export const panelSheet = sheet(`
  :host {
    display: block;
    position: relative;
    container-type: inline-size;
    --text: light-dark(#1d232e, #e7eaf0);
    --muted: light-dark(#586172, #a6afbf);
    --line: light-dark(#dde2ea, #363e4c);
    --surface: light-dark(#ffffff, #1b2029);
    --raised: light-dark(#f5f7f9, #242b36);
    --accent: var(--reply-check-accent, light-dark(#0b6768, #63cbc5));
    --on-accent: var(--reply-check-on-accent, light-dark(#ffffff, #0b2324));
    --info: light-dark(#245f9f, #8cbcf3);
    --warning: light-dark(#8a5000, #f0b45c);
    --error: light-dark(#b3261e, #ff9f95);
    --pass: light-dark(#1c6a3d, #7fd3a2);
    --radius: var(--reply-check-radius, 8px);
  }
  :host([hidden]) { display: none; }
  * { box-sizing: border-box; }
  ::slotted(textarea) { display: block; inline-size: 100%; }
  .hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .frame { display: grid; gap: 0.75rem; }
  .frame > * { min-inline-size: 0; }
  @container (inline-size >= 46rem) {
    .frame.beside { grid-template-columns: minmax(0, 1fr) minmax(18rem, 22rem); gap: 1.25rem; }
    /* As high as the text, and no higher: the list scrolls. */
    .beside .panel { display: flex; flex-direction: column; block-size: 0; min-block-size: max(100%, 26rem); }
    .beside .list { overflow-y: auto; overscroll-behavior: contain; flex: 0 1 auto; margin-inline: -4px; padding: 4px; }
  }

  .panel { color: var(--text); font-size: 0.9375rem; line-height: 1.45; overflow-wrap: break-word; }
  p, ul, dl, h2 { margin: 0; padding: 0; }
  ul { list-style: none; }
  .icon { inline-size: 1rem; block-size: 1rem; flex: none; fill: none; stroke: currentColor; stroke-width: 1.6;
    stroke-linecap: round; stroke-linejoin: round; }
  .icon.info { color: var(--info); } .icon.warning { color: var(--warning); }
  .icon.error { color: var(--error); } .icon.pass { color: var(--pass); }

  .head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; min-block-size: 2.25rem; }
  .head:empty { display: none; }
  .badge { display: inline-flex; align-items: center; gap: 0.4rem; padding: 0.2rem 0.65rem 0.2rem 0.5rem;
    border: 1px solid currentColor; border-radius: 999px; font-weight: 600; font-size: 0.875rem; white-space: nowrap; }
  .badge .icon { color: inherit; }
  .badge.pass { color: var(--pass); } .badge.info { color: var(--info); }
  .badge.warning { color: var(--warning); } .badge.error { color: var(--error); }
  .head button { margin-inline-start: auto; }

  button, input { font: inherit; font-size: 0.9375rem; color: inherit; border-radius: calc(var(--radius) - 2px); min-block-size: 2rem; }
  button { padding: 0.3rem 0.75rem; border: 1px solid var(--line); background: var(--surface); cursor: pointer; text-align: start; }
  button:hover { background: var(--raised); }
  button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
  button.primary:hover { filter: brightness(1.08); }
  button.quiet { border-color: transparent; background: none; color: var(--accent); padding-inline: 0.5rem; }
  button.quiet:hover { background: var(--raised); text-decoration: underline; }
  input { padding: 0.3rem 0.6rem; border: 1px solid var(--muted); background: var(--surface); min-inline-size: 0; flex: 1; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

  .note { color: var(--muted); font-size: 0.875rem; }
  .state { color: var(--muted); font-size: 0.875rem; padding-block: 0.4rem; }
  .problem { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.25rem 0.6rem; align-items: start;
    padding: 0.75rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); margin-block: 0.5rem; }
  .problem > .icon { margin-block-start: 0.2rem; }
  .problem > :not(.icon, p:first-of-type) { grid-column: 2; justify-self: start; }
  .problem > .row { inline-size: 100%; }
  .problem > button.quiet { margin-inline-start: -0.5rem; }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem; }

  .list { display: grid; gap: 0.4rem; margin-block: 0.5rem; }
  .list:empty { display: none; }
  .card { border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
  .card[open] { border-color: var(--muted); box-shadow: 0 1px 3px rgb(0 0 0 / 10%); }
  summary { cursor: pointer; border-radius: var(--radius); list-style: none; }
  summary::-webkit-details-marker { display: none; }
  .card > summary { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 0.6rem; padding: 0.5rem 0.75rem; align-items: start; }
  .card > summary:hover { background: var(--raised); }
  .card > summary .icon { margin-block-start: 0.2rem; }
  .card .title { font-weight: 600; }
  .card .place { grid-column: 2; color: var(--muted); font-size: 0.875rem; }
  .card[open] .place:not(.whole) { display: none; }
  .card:not([open]) .place { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .body { display: grid; gap: 0.6rem; padding: 0.1rem 0.75rem 0.6rem calc(0.75rem + 1rem + 0.6rem); }
  .body .row { margin-inline-start: -0.5rem; }
  .why { color: var(--muted); font-size: 0.875rem; }
  .why strong { color: var(--text); font-weight: 600; }
  .advice { display: grid; gap: 0.35rem; padding-block: 0.25rem; font-size: 0.875rem; }
  .advice li { padding-inline-start: 0.65rem; border-inline-start: 2px solid var(--line); }
  .fixes { display: grid; gap: 0.4rem; }
  .fix, .display { display: grid; gap: 0.1rem; inline-size: 100%; padding: 0.45rem 0.7rem; }
  .fix { border-color: color-mix(in srgb, var(--accent) 45%, var(--line)); }
  .fix.unsafe { border-style: dashed; }
  .display { border: 1px dashed var(--line); border-radius: calc(var(--radius) - 2px); }
  .result { white-space: pre-wrap; }
  .result strong { font-weight: 600; color: var(--accent); }
  .result del { color: var(--muted); }
  .caution { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.4rem; }
  .caution .icon { margin-block-start: 0.15rem; inline-size: 0.875rem; block-size: 0.875rem; }

  .foot { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.75rem; color: var(--muted); font-size: 0.875rem; }
  .help { flex: 1 1 auto; }
  .more > summary { display: inline-flex; align-items: center; gap: 0.4rem; min-block-size: 1.75rem; padding-inline-end: 0.3rem;
    color: var(--text); font-size: 0.875rem; }
  .more > summary::before { content: ""; inline-size: 0.4rem; block-size: 0.4rem; border: solid currentColor; border-width: 0 1.5px 1.5px 0;
    transform: rotate(-45deg); margin-inline-end: 0.1rem; }
  .more[open] > summary::before { transform: rotate(45deg) translate(-1px, -1px); }
  .more > summary:hover { text-decoration: underline; }
  dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.3rem 0.9rem; padding-block: 0.25rem 0.5rem; }
  dd { margin: 0; }
  kbd { font: inherit; font-size: 0.8125rem; padding: 0.05rem 0.35rem; border: 1px solid var(--line); border-radius: 4px;
    background: var(--raised); color: var(--text); white-space: nowrap; }

  dialog { inline-size: min(34rem, calc(100vw - 2rem)); max-block-size: calc(100vh - 2rem); padding: 0; border: 1px solid var(--line);
    border-radius: calc(var(--radius) + 4px); background: var(--surface); color: var(--text); font-size: 0.9375rem; line-height: 1.45;
    box-shadow: 0 12px 40px rgb(0 0 0 / 25%); }
  dialog::backdrop { background: rgb(15 20 30 / 45%); }
  dialog form { display: grid; gap: 0.75rem; padding: 1.25rem; max-block-size: inherit; }
  dialog h2 { display: flex; align-items: center; gap: 0.6rem; font-size: 1.125rem; line-height: 1.3; }
  dialog h2 .icon { inline-size: 1.25rem; block-size: 1.25rem; }
  .asked { display: grid; gap: 0.6rem; max-block-size: 40vh; overflow-y: auto; padding: 0.75rem; border: 1px solid var(--line);
    border-radius: var(--radius); }
  .asked li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.6rem; }
  .asked .icon { margin-block-start: 0.2rem; }
  .asked p { color: var(--muted); }
  .answers { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 0.5rem; }
  .answers button { min-block-size: 2.25rem; text-align: center; }
  @container (inline-size < 30rem) { .answers button { flex: 1 1 100%; } }

  @media (prefers-reduced-motion: no-preference) {
    .badge, .card { transition: border-color 120ms, background-color 120ms; }
  }
  @media (forced-colors: active) { .badge, .fix, .card { border-color: CanvasText; } }
`);
