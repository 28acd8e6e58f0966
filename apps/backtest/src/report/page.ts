import { escapeHtml } from './escape-html.ts';

/** Colours after Okabe and Ito, which the colour-blind can tell apart. */
const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --faint: #d5d9de; --paper: #fff; --mark: #f3f5f7; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --faint: #3c434b; --paper: #14171a; --mark: #20252a; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1180px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
.answer { background: var(--mark); border-left: 5px solid #0072b2; padding: .8rem 1.1rem; }
.answer strong { font-size: 1.3rem; } .warning { border-left-color: #d55e00; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 1.2rem; }
figure { margin: 0; } figcaption { font-weight: 600; } svg { width: 100%; height: auto; }
svg text { font-size: 11.5px; fill: var(--ink); } .grid { stroke: var(--faint); } .axis { stroke: var(--ink); }
polyline { fill: none; stroke-width: 2; } .dashes { stroke-dasharray: 6 4; } .bar { stroke-width: 1.6; }
line.c0, polyline.c0 { stroke: #0072b2; } circle.c0 { fill: #0072b2; } span.c0 { background: #0072b2; }
line.c1, polyline.c1 { stroke: #d55e00; } circle.c1 { fill: #d55e00; } span.c1 { background: #d55e00; }
line.c2, polyline.c2 { stroke: #009e73; } circle.c2 { fill: #009e73; } span.c2 { background: #009e73; }
line.c3, polyline.c3 { stroke: #cc79a7; } circle.c3 { fill: #cc79a7; } span.c3 { background: #cc79a7; }
line.c4, polyline.c4 { stroke: #e69f00; } circle.c4 { fill: #e69f00; } span.c4 { background: #e69f00; }
line.c5, polyline.c5 { stroke: #56b4e9; } circle.c5 { fill: #56b4e9; } span.c5 { background: #56b4e9; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1rem; margin: 0; padding: 0; font-size: .85rem; }
.legend span { display: inline-block; width: .8em; height: .8em; border-radius: 50%; margin-right: .35em; }
.why { font-size: .88rem; padding-left: 1.2rem; } td:last-child { min-width: 5rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .88rem; }
th, td { text-align: left; padding: .25rem .7rem .25rem 0; border-bottom: 1px solid var(--faint); vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; } td.n { white-space: nowrap; }
`;

/** A whole page without scripts and without anything from elsewhere. */
export function page(title: string, body: string): string {
  return (
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>` +
    `<style>${STYLE}</style></head><body>\n<h1>${escapeHtml(title)}</h1>\n${body}\n</body></html>\n`
  );
}

/** Cells are texts; those of the columns named are numbers, and stand to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[],
): string {
  const kind = (i: number): string => (numbers.includes(i) ? ' class="n"' : '');
  const cells = (row: readonly string[], tag: 'th' | 'td'): string =>
    row.map((cell, i) => `<${tag}${kind(i)}>${escapeHtml(cell)}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
  return `<div class="wide"><table><thead><tr>${cells(head, 'th')}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

export function answerBox(headline: string, text: string, kind: '' | 'warning' = ''): string {
  return `<p class="answer ${kind}"><strong>${escapeHtml(headline)}</strong><br>${escapeHtml(text)}</p>`;
}
