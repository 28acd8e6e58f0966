/** What the style sheet says a color is, so that canvas and page agree in both themes. */
export function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Calls back when the theme changes; answers how to stop. */
export function onTheme(change: () => void): () => void {
  addEventListener('theme', change);
  return () => removeEventListener('theme', change);
}
