import { MARKET_STATES, type MarketState, type StoredTick } from '@moving-ground/market';
import type { CsvRecord } from './csv-record.ts';
import { CsvWords } from './csv-words.ts';

const STATES = new CsvWords(MARKET_STATES);
const FLAGS = new CsvWords(['0', '1']);
const NOTHING = new Float64Array(0);

/**
 * A tick seen in the record that was read last: a million of them cost the memory of one. What it says changes as the
 * file is read on.
 */
export class PriceRow implements StoredTick {
  #numbers: Float64Array = NOTHING;
  marketState: MarketState = 'TRADEABLE';
  delayed = false;

  /** @throws CsvError */
  read(record: CsvRecord): void {
    this.#numbers = record.numbers;
    record.requireNumber(11);
    if (!Number.isInteger(this.sequence) || this.sequence < 0)
      throw record.refuse(11, 'a whole number from 0');
    if (!record.read(8, TIME_OF_DAY)) throw record.refuse(8, 'a time of day as HH:MM:SS');
    record.requireTime(0);
    record.requireNumber(1);
    record.requireNumber(2);
    for (let column = 3; column <= 7; column++) record.requireNumberOrEmpty(column);
    this.marketState = record.oneOf(9, STATES);
    this.delayed = record.oneOf(10, FLAGS) === '1';
  }

  get timeMs(): number {
    return this.#numbers[0] as number;
  }

  get bid(): number {
    return this.#numbers[1] as number;
  }

  get offer(): number {
    return this.#numbers[2] as number;
  }

  get midOpen(): number | null {
    return orNull(this.#numbers[3] as number);
  }

  get change(): number | null {
    return orNull(this.#numbers[4] as number);
  }

  get changePercent(): number | null {
    return orNull(this.#numbers[5] as number);
  }

  get high(): number | null {
    return orNull(this.#numbers[6] as number);
  }

  get low(): number | null {
    return orNull(this.#numbers[7] as number);
  }

  get sequence(): number {
    return this.#numbers[11] as number;
  }

  /** As an object of its own, to be kept. */
  toTick(): StoredTick {
    const { timeMs, sequence, bid, offer, midOpen, change, changePercent, high, low } = this;
    const { marketState, delayed } = this;
    return {
      timeMs,
      sequence,
      bid,
      offer,
      midOpen,
      change,
      changePercent,
      high,
      low,
      marketState,
      delayed,
    };
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

const ZERO = 48;
const COLON = 58;

/** HH:MM:SS, from 00:00:00 to 23:59:59. */
const TIME_OF_DAY = { read: isTimeOfDay };

function isTimeOfDay(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== 8 || bytes[from + 2] !== COLON || bytes[from + 5] !== COLON) return false;
  return isBelow(24, bytes, from) && isBelow(60, bytes, from + 3) && isBelow(60, bytes, from + 6);
}

/** Whether the two bytes are digits of a number below the limit. */
function isBelow(limit: number, bytes: Uint8Array, at: number): boolean {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens >= 0 && ones >= 0 && ones <= 9 && 10 * tens + ones < limit;
}
