import { stripVTControlCharacters } from 'node:util';

/** The terminal that is drawn on; its size may change at any time. */
export type Screen = {
  readonly columns: number;
  readonly rows: number;
  readonly write: (text: string) => unknown;
};

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const ERASE_LINE_END = '\u001b[K';
const ERASE_BELOW = '\u001b[J';

/** Lines that stay where they are and are drawn over, each time in one write: nothing flickers. */
export class DrawnInPlace {
  readonly #screen: Screen;
  #drawn: readonly string[] = [];

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** What does not fit above the bottom of the screen is left out: what has scrolled away cannot be drawn over. */
  draw(lines: readonly string[]): void {
    const fitting = lines.slice(0, Math.max(1, this.#screen.rows - 1));
    const text = fitting.map((line) => `${line}${ERASE_LINE_END}\n`).join('');
    this.#screen.write(`${HIDE_CURSOR}${this.#toTop()}${text}${ERASE_BELOW}`);
    this.#drawn = fitting;
  }

  /** Takes the lines away, so that something else can be written in their place. */
  clear(): void {
    this.#screen.write(`${this.#toTop()}${ERASE_BELOW}`);
    this.#drawn = [];
  }

  /** Leaves the last lines where they are. */
  done(): void {
    this.#screen.write(SHOW_CURSOR);
    this.#drawn = [];
  }

  /** A terminal that became narrower has broken the lines: they take more rows than were written. */
  #toTop(): string {
    const { columns } = this.#screen;
    const rows = this.#drawn
      .map((line) => Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns)))
      .reduce((sum, count) => sum + count, 0);
    return rows === 0 ? '' : `\r\u001b[${rows}A`;
  }
}
