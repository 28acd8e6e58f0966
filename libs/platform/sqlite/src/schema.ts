/** Written into the file; a file of another version is refused. */
export const SCHEMA_VERSION = 1;

/**
 * Rows live in the order of their natural keys. One row is an order for its whole life, so that it is exactly one
 * of open (no close time), completed (no batch) and exported; each partial index holds one of these states.
 */
export const SCHEMA = `
  CREATE TABLE tick (
    time_ms INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    bid REAL NOT NULL,
    offer REAL NOT NULL,
    mid_open REAL,
    high REAL,
    low REAL,
    change REAL,
    change_percent REAL,
    market_state TEXT NOT NULL,
    delayed INTEGER NOT NULL,
    PRIMARY KEY (time_ms, sequence)
  ) WITHOUT ROWID;

  CREATE TABLE market_order (
    id TEXT NOT NULL PRIMARY KEY,
    open_time_ms INTEGER NOT NULL,
    open_price REAL NOT NULL,
    take_profit REAL NOT NULL,
    stop_loss REAL NOT NULL,
    limit_price REAL NOT NULL,
    stop_price REAL NOT NULL,
    close_time_ms INTEGER,
    close_price REAL,
    exit TEXT,
    outcome TEXT,
    nominal_profit REAL,
    actual_profit REAL,
    batch_id TEXT,
    CHECK (close_time_ms IS NOT NULL OR batch_id IS NULL)
  ) WITHOUT ROWID;

  CREATE INDEX order_by_opening ON market_order (open_time_ms, id);
  CREATE INDEX open_order ON market_order (open_time_ms, id) WHERE close_time_ms IS NULL;
  CREATE INDEX unexported ON market_order (close_time_ms, id) WHERE close_time_ms IS NOT NULL AND batch_id IS NULL;
  CREATE INDEX exported ON market_order (close_time_ms) WHERE batch_id IS NOT NULL;

  PRAGMA user_version = ${SCHEMA_VERSION};
`;

const ORDER_COLUMNS = `id, open_time_ms AS openTimeMs, open_price AS openPrice, take_profit AS takeProfit,
  stop_loss AS stopLoss, limit_price AS limitPrice, stop_price AS stopPrice`;

const TRANSACTION_COLUMNS = `${ORDER_COLUMNS}, close_time_ms AS closeTimeMs, close_price AS closePrice, exit,
  outcome, nominal_profit AS nominalProfit, actual_profit AS actualProfit`;

const TICK_COLUMNS = `time_ms AS timeMs, sequence, bid, offer, mid_open AS midOpen, high, low, change,
  change_percent AS changePercent, market_state AS marketState, delayed`;

/** Ticks in one chunk of an answer. */
export const TICKS_PER_CHUNK = 1_000;

export const SQL = {
  putTick:
    'INSERT INTO tick VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (time_ms, sequence) DO NOTHING',
  putOrder: `INSERT INTO market_order (id, open_time_ms, open_price, take_profit, stop_loss, limit_price, stop_price)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  putTransaction: `INSERT INTO market_order (id, open_time_ms, open_price, take_profit, stop_loss, limit_price,
      stop_price, close_time_ms, close_price, exit, outcome, nominal_profit, actual_profit)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET close_time_ms = excluded.close_time_ms, close_price = excluded.close_price,
      exit = excluded.exit, outcome = excluded.outcome, nominal_profit = excluded.nominal_profit,
      actual_profit = excluded.actual_profit
    WHERE close_time_ms IS NULL`,
  openOrders: `SELECT ${ORDER_COLUMNS} FROM market_order WHERE close_time_ms IS NULL ORDER BY open_time_ms, id`,
  unexported: `SELECT ${TRANSACTION_COLUMNS} FROM market_order
    WHERE close_time_ms IS NOT NULL AND batch_id IS NULL ORDER BY close_time_ms, id LIMIT ?`,
  ticksAfter: `SELECT ${TICK_COLUMNS} FROM tick
    WHERE (time_ms, sequence) > (?, ?) AND time_ms <= ? ORDER BY time_ms, sequence LIMIT ${TICKS_PER_CHUNK}`,
  lastTick: `SELECT ${TICK_COLUMNS} FROM tick ORDER BY time_ms DESC, sequence DESC LIMIT 1`,
  lastOrder: `SELECT ${ORDER_COLUMNS} FROM market_order ORDER BY open_time_ms DESC, id DESC LIMIT 1`,
  countOpenAt: `SELECT count(*) AS count FROM market_order
    WHERE open_time_ms BETWEEN ? AND ? AND (close_time_ms IS NULL OR close_time_ms > ?)`,
  mark: `UPDATE market_order SET batch_id = ?1
    WHERE id = ?2 AND close_time_ms IS NOT NULL AND (batch_id IS NULL OR batch_id = ?1)`,
  stateOf: 'SELECT close_time_ms AS closeTimeMs, batch_id AS batchId FROM market_order WHERE id = ?',
  countTicks: 'SELECT count(*) AS count FROM tick',
  countOpen: 'SELECT count(*) AS count FROM market_order WHERE close_time_ms IS NULL',
  countOrders: 'SELECT count(*) AS count FROM market_order',
  countUnexported: `SELECT count(*) AS count FROM market_order WHERE close_time_ms IS NOT NULL AND batch_id IS NULL`,
  pruneTicks: `DELETE FROM tick WHERE (time_ms, sequence) IN
    (SELECT time_ms, sequence FROM tick WHERE time_ms < ? ORDER BY time_ms, sequence LIMIT ?)`,
  pruneExported: `DELETE FROM market_order WHERE id IN
    (SELECT id FROM market_order WHERE batch_id IS NOT NULL AND close_time_ms < ? ORDER BY close_time_ms LIMIT ?)`,
} as const;
