import { EXITS, OUTCOMES, type Exit, type Outcome, type Transaction } from '@moving-ground/market';
import type { CsvRecord } from './csv-record.ts';
import { CsvWords } from './csv-words.ts';
import { OrderId } from './order-id.ts';

const TYPES = new CsvWords(['buy']);
const EXIT_WORDS = new CsvWords(EXITS);
const OUTCOME_WORDS = new CsvWords(OUTCOMES);
const NOTHING = new Float64Array(0);

/**
 * A transaction seen in the record that was read last: a million of them cost the memory of one. What it says changes
 * as the file is read on.
 */
export class TransactionRow implements Transaction {
  readonly orderId = new OrderId();
  #numbers: Float64Array = NOTHING;
  exit: Exit = 'expired';
  outcome: Outcome = 'loss';

  /** @throws CsvError */
  read(record: CsvRecord): void {
    this.#numbers = record.numbers;
    record.oneOf(2, TYPES);
    if (!record.read(8, this.orderId)) throw record.refuse(8, 'an order id like 1767607200-0');
    record.requireTime(0);
    record.requireTime(9);
    if (this.closeTimeMs < this.openTimeMs)
      throw record.refuse(9, `a time not before the order's ${this.openTimeMs}`);
    for (let column = 3; column <= 7; column++) record.requireNumber(column);
    for (let column = 11; column <= 13; column++) record.requireNumber(column);
    this.exit = record.oneOf(10, EXIT_WORDS);
    this.outcome = record.oneOf(1, OUTCOME_WORDS);
  }

  get id(): string {
    return this.orderId.text;
  }

  get openTimeMs(): number {
    return this.#numbers[0] as number;
  }

  get stopLoss(): number {
    return this.#numbers[3] as number;
  }

  get takeProfit(): number {
    return this.#numbers[4] as number;
  }

  get openPrice(): number {
    return this.#numbers[5] as number;
  }

  get stopPrice(): number {
    return this.#numbers[6] as number;
  }

  get limitPrice(): number {
    return this.#numbers[7] as number;
  }

  get closeTimeMs(): number {
    return this.#numbers[9] as number;
  }

  get closePrice(): number {
    return this.#numbers[11] as number;
  }

  get nominalProfit(): number {
    return this.#numbers[12] as number;
  }

  get actualProfit(): number {
    return this.#numbers[13] as number;
  }

  /** As an object of its own, to be kept. */
  toTransaction(): Transaction {
    const { id, openTimeMs, openPrice, takeProfit, stopLoss, limitPrice, stopPrice } = this;
    const { closeTimeMs, closePrice, exit, outcome, nominalProfit, actualProfit } = this;
    const order = { id, openTimeMs, openPrice, takeProfit, stopLoss, limitPrice, stopPrice };
    return { ...order, closeTimeMs, closePrice, exit, outcome, nominalProfit, actualProfit };
  }
}
