import type { SeededRandom } from '@moving-ground/numeric';
import type { ParameterRange } from '@moving-ground/tuning-config';
import type { Axis } from './axis.ts';
import { axisOf } from './axis.ts';

/** Hyperparameters as text, by name. */
export type HyperparameterTexts = Readonly<Record<string, string>>;

/** A tried configuration that lacks a range, or holds a value outside of it. */
export class UnreadableConfiguration extends Error {
  override readonly name = 'UnreadableConfiguration';
}

/** One range's share of a point. */
type Section = {
  readonly name: string;
  readonly width: number;
  readonly write: (text: string, target: Float64Array) => void;
  readonly read: (source: Float64Array) => string;
  readonly draw: (random: SeededRandom, target: Float64Array) => void;
};

function numericSection(name: string, axis: Axis): Section {
  return {
    name,
    width: 1,
    write: (text, target) => {
      const place = axis.place(Number(text));
      if (text.trim() === '' || Number.isNaN(place)) {
        throw new UnreadableConfiguration(`${name} of a tried configuration must be a number, was "${text}"`);
      }
      target[0] = place;
    },
    read: (source) => String(axis.valueAt(source[0] as number)),
    draw: (random, target) => {
      target[0] = random.uniform();
    },
  };
}

function largestAt(source: Float64Array): number {
  return source.reduce((best, value, i) => (value > (source[best] as number) ? i : best), 0);
}

/** One coordinate a category, 1 for the one chosen. */
function categoricalSection(name: string, values: readonly string[]): Section {
  return {
    name,
    width: values.length,
    write: (text, target) => {
      const at = values.indexOf(text);
      if (at < 0) {
        throw new UnreadableConfiguration(
          `${name} of a tried configuration must be one of ${values.join(', ')}, was "${text}"`,
        );
      }
      target[at] = 1;
    },
    read: (source) => values[largestAt(source)] as string,
    draw: (random, target) => {
      target[random.integer(values.length)] = 1;
    },
  };
}

function sectionOf(range: ParameterRange): Section {
  if (range.kind === 'categorical') return categoricalSection(range.name, range.values);
  return numericSection(range.name, axisOf(range));
}

/** The unit cube that stands for the ranges: one coordinate a number, one a category. */
export class SearchSpace {
  readonly dimensions: number;
  /** For each coordinate the place of its range. */
  readonly rangeOf: readonly number[];
  /** Whether a coordinate may move by itself; those of categories may not. */
  readonly isNumeric: readonly boolean[];
  readonly #sections: readonly Section[];

  constructor(ranges: readonly ParameterRange[]) {
    this.#sections = ranges.map(sectionOf);
    this.rangeOf = this.#sections.flatMap(({ width }, i) => new Array<number>(width).fill(i));
    this.isNumeric = this.rangeOf.map((i) => ranges[i]?.kind !== 'categorical');
    this.dimensions = this.rangeOf.length;
  }

  get rangeCount(): number {
    return this.#sections.length;
  }

  /** @throws UnreadableConfiguration */
  encode(configuration: HyperparameterTexts): Float64Array {
    const point = new Float64Array(this.dimensions);
    this.#eachSection(point, (section, share) => {
      const text = configuration[section.name];
      if (text === undefined) {
        throw new UnreadableConfiguration(`a tried configuration has no ${section.name}`);
      }
      section.write(text, share);
    });
    return point;
  }

  decode(point: Float64Array): HyperparameterTexts {
    const texts: Record<string, string> = {};
    this.#eachSection(point, (section, share) => {
      texts[section.name] = section.read(share);
    });
    return texts;
  }

  random(random: SeededRandom): Float64Array {
    const point = new Float64Array(this.dimensions);
    this.#eachSection(point, (section, share) => {
      section.draw(random, share);
    });
    return point;
  }

  /** Two configurations with the same key are the same. */
  keyOf(configuration: HyperparameterTexts): string {
    return JSON.stringify(this.#sections.map(({ name }) => canonical(configuration[name] ?? '')));
  }

  #eachSection(point: Float64Array, visit: (section: Section, share: Float64Array) => void): void {
    let from = 0;
    for (const section of this.#sections) {
      visit(section, point.subarray(from, from + section.width));
      from += section.width;
    }
  }
}

/** Numbers by value, so that 0.10 is 0.1. */
function canonical(text: string): string {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? text : String(value);
}
