import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { UsageError } from './usage-error.ts';

describe('the command line', () => {
  it('starts the endless loop at full speed where nothing is said', () => {
    expect(parseCommandLine([])).toEqual({
      verb: 'start',
      once: false,
      json: false,
      quiet: false,
      help: false,
      speed: 'max',
      port: 0,
      written: {},
    });
  });

  it('writes flags as the settings they stand for', () => {
    const line = parseCommandLine(
      '--once --replay q.csv.gz --orders-per-second 1 --take-profit 0.5 --stop-loss 0.5 --batch-size 2000 --lags 60 --set promotion.minRecall=0.1 --preset article'.split(
        ' ',
      ),
    );
    expect(line.written).toEqual({
      preset: 'article',
      bot: { ordersPerSecond: 1, takeProfit: 0.5, stopLoss: 0.5 },
      batch: { size: 2000 },
      features: { resolutions: [{ lags: 60, stepSeconds: 1 }] },
      promotion: { minRecall: 0.1 },
    });
    expect([line.once, line.replay]).toEqual([true, 'q.csv.gz']);
  });

  it('gives one seed to the split and the search', () => {
    expect(parseCommandLine(['--seed', '7']).written).toEqual({ split: { seed: 7 }, tuning: { seed: 7 } });
  });

  it('takes the file of a recording and its bounds', () => {
    const line = parseCommandLine(['record', 'feed.csv.gz', '--append', '--seconds', '60', '--ticks', '0']);
    expect([line.verb, line.file, line.append, line.seconds, line.ticks]).toEqual([
      'record',
      'feed.csv.gz',
      true,
      60,
      0,
    ]);
  });

  it.each([
    [['--onec'], 'there is no flag --onec: did you mean --once?'],
    [['--speed', '-2'], /--speed/],
    [['--speed', '0'], '--speed was "0": give a number above 0, or max'],
    [['--lags', '6.5'], '--lags was "6.5": give a whole number'],
    [['--set', 'bot.takeProfit'], '--set was "bot.takeProfit": write it as bot.takeProfit=5'],
    [['start', 'now'], 'there is no word "now" after start: see --help'],
    [['--replay'], /--replay/],
    [['record'], 'record needs a file to write to, for example: record feed.csv.gz'],
    [['record', 'a.csv.gz', 'b'], 'there is no word "b" after record: see --help'],
    [['doctor', 'now'], 'there is no word "now" after doctor: see --help'],
    [['doctor', '--seconds', 'few'], '--seconds was "few": give a whole number'],
  ])('refuses %j', (words, message) => {
    expect(() => parseCommandLine(words)).toThrow(UsageError);
    expect(() => parseCommandLine(words)).toThrow(message);
  });
});
