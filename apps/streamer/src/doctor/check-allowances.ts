import { z } from 'zod';
import type { AskIg } from './ig-request.ts';
import { check, ok, problem, type Check, type Found } from './check.ts';

const application = z.object({
  apiKey: z.string().optional(),
  status: z.string().optional(),
  allowanceAccountOverall: z.number(),
  allowanceApplicationOverall: z.number(),
  concurrentSubscriptionsLimit: z.number(),
});
type Application = z.infer<typeof application>;

/**
 * Requests a minute of a streamer whose stream is lost again and again: with pauses from 5 s, doubling from 1 s, some
 * seven new clients in the first minute, with one request each, and a login and a look at the market.
 */
const NEEDED_A_MINUTE = 9;

/** What IG allows to this API key and account. */
export function checkAllowances(ask: AskIg): Check {
  return check({
    name: 'allowances',
    needs: ['session', 'credentials', 'account'],
    gives: [],
    look: async ({ session: { tokens }, credentials: { apiKey } }) => {
      const { body } = await ask({ method: 'GET', path: '/operations/application', tokens }, apiKey);
      return judgeAllowances(body, apiKey);
    },
  });
}

/** @param body IG's list of the login's applications; it holds API keys */
export function judgeAllowances(body: unknown, apiKey: string): Found {
  const read = z.array(application).safeParse(body);
  const own = read.success ? ownOf(read.data, apiKey) : undefined;
  if (!own)
    return problem(
      'IG did not tell the allowances of this API key',
      'look them up in the settings of the key',
    );
  if (own.status !== undefined && own.status !== 'ENABLED')
    return problem(`the API key is ${own.status}`, 'enable it in the settings of IG, or make another');
  return judgeCounts(own);
}

/** Not every answer names the keys; a list of one is that of this one. */
function ownOf(applications: readonly Application[], apiKey: string): Application | undefined {
  const named = applications.find((each) => each.apiKey === apiKey);
  return named ?? (applications.length === 1 ? applications[0] : undefined);
}

function judgeCounts(own: Application): Found {
  const requests = Math.min(own.allowanceAccountOverall, own.allowanceApplicationOverall);
  const detail = `${requests} requests a minute, ${own.concurrentSubscriptionsLimit} subscriptions`;
  if (own.concurrentSubscriptionsLimit < 1)
    return problem(detail, 'ask IG for streaming prices with this key');
  if (requests < NEEDED_A_MINUTE)
    return problem(detail, `a stream that breaks needs ${NEEDED_A_MINUTE}: ask IG for more`);
  return ok(detail);
}
