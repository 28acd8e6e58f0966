import { z } from 'zod';
import type { AskIg } from './ig-request.ts';
import { check, ok, problem, type Check, type Found } from './check.ts';

const market = z.object({
  instrument: z.object({ streamingPricesAvailable: z.boolean() }),
  snapshot: z.object({ marketStatus: z.string(), delayTime: z.number().nullish() }),
});

/** Whether this account sees the market, may deal in it, and gets its prices as a stream. */
export function checkMarket(ask: AskIg, epic: string): Check {
  return check({
    name: 'market',
    needs: ['session', 'credentials', 'account'],
    gives: ['marketStatus'],
    look: async ({ session: { tokens }, credentials: { apiKey } }) => {
      const { body } = await ask({ method: 'GET', path: `/markets/${epic}`, tokens }, apiKey);
      return judgeMarket(body, epic);
    },
  });
}

/** @param body IG's details of the market */
export function judgeMarket(body: unknown, epic: string): Found {
  const read = market.safeParse(body);
  if (!read.success)
    return problem(
      `IG's details of ${epic} are not those of a market`,
      'compare them with its documentation',
      { marketStatus: 'not told' },
    );
  const { instrument, snapshot } = read.data;
  if (!instrument.streamingPricesAvailable)
    return problem(`${epic} has no streaming prices for this account`, 'choose another epic, or ask IG');
  if (snapshot.delayTime)
    return problem(
      `the prices of ${epic} are ${snapshot.delayTime} minutes old`,
      'ask IG for live prices: delayed ones are never traded on',
      { marketStatus: snapshot.marketStatus },
    );
  return judgeStatus(snapshot.marketStatus, epic);
}

function judgeStatus(status: string, epic: string): Found {
  const facts = { marketStatus: status };
  if (status === 'TRADEABLE') return ok(`${epic} is TRADEABLE`, facts);
  if (status === 'CLOSED')
    return ok(`${epic} can be seen and is CLOSED now: no prices until it opens`, facts);
  return problem(
    `${epic} is ${JSON.stringify(status)}`,
    'nobody can deal in it: wait, or choose another',
    facts,
  );
}
