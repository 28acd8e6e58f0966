import { describe, expect, it } from 'vitest';
import { DrawnInPlace } from './drawn-in-place.ts';

/** As much of a terminal as is written to: rows of text, a cursor, and what erases. */
class TrialScreen {
  columns = 20;
  rows = 6;
  readonly lines: string[] = [''];
  #row = 0;
  #column = 0;
  isCursorShown = true;

  write(text: string): void {
    for (const [token] of text.matchAll(/\u001b\[\??\d*[A-Za-z]|[^\u001b]/g)) this.#take(token);
  }

  #take(token: string): void {
    const moves: Readonly<Record<string, () => void>> = {
      '\u001b[?25l': () => (this.isCursorShown = false),
      '\u001b[?25h': () => (this.isCursorShown = true),
      '\u001b[K': () => (this.lines[this.#row] = this.lines[this.#row]!.slice(0, this.#column)),
      '\u001b[J': () => this.#eraseBelow(),
      '\r': () => (this.#column = 0),
      '\n': () => this.#feed(),
    };
    const up = /^\u001b\[(\d+)A$/.exec(token);
    if (up) this.#row -= Number(up[1]);
    else (moves[token] ?? (() => this.#put(token)))();
  }

  #feed(): void {
    this.#row += 1;
    this.#column = 0;
    this.lines[this.#row] ??= '';
  }

  #eraseBelow(): void {
    this.lines[this.#row] = this.lines[this.#row]!.slice(0, this.#column);
    this.lines.length = this.#row + 1;
  }

  #put(letter: string): void {
    const line = this.lines[this.#row]!;
    this.lines[this.#row] = line.slice(0, this.#column) + letter + line.slice(this.#column + 1);
    this.#column += 1;
  }
}

describe('lines drawn in place', () => {
  it('are each what was drawn last, however many there were before', () => {
    const screen = new TrialScreen();
    const place = new DrawnInPlace(screen);
    for (const lines of [['a', 'bbbb', 'c'], ['a', 'b', 'c'], ['a', 'b', 'x', 'c'], ['a']]) {
      place.draw(lines);
      expect(screen.lines).toEqual([...lines, '']);
    }
    expect(screen.isCursorShown).toBe(false);
  });

  it('go away for what is written above them, and stay when they are done', () => {
    const screen = new TrialScreen();
    const place = new DrawnInPlace(screen);
    place.draw(['a', 'b']);
    place.clear();
    screen.write('a result\n');
    place.draw(['c']);
    place.done();
    place.draw(['d']);
    expect(screen.lines).toEqual(['a result', 'c', 'd', '']);
    place.done();
    expect(screen.isCursorShown).toBe(true);
  });

  it('are no more than the screen has rows for', () => {
    const screen = new TrialScreen();
    new DrawnInPlace(screen).draw(['1', '2', '3', '4', '5', '6', '7']);
    expect(screen.lines).toEqual(['1', '2', '3', '4', '5', '']);
  });

  it('are found again after the terminal became narrower and broke them', () => {
    const screen = new TrialScreen();
    const texts: string[] = [];
    const place = new DrawnInPlace({
      rows: 9,
      get columns() {
        return screen.columns;
      },
      write: (text) => texts.push(text),
    });
    place.draw(['123456789012345', 'b']);
    screen.columns = 10;
    place.draw(['c']);
    expect(texts[1]).toContain('\u001b[3A');
  });
});
