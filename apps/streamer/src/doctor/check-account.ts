import { onAccount, type OpenSession } from '@moving-ground/lightstreamer';
import type { AskIg } from './ig-request.ts';
import { check, ok, type Check, type Found } from './check.ts';

export type AccountParts = {
  readonly ask: AskIg;
  /** Undefined: the preferred account of the login. */
  readonly accountId: string | undefined;
  /** Told each new session: its tokens are secrets, and it has to be ended. */
  readonly onSession: (session: OpenSession) => void;
};

/** Prices are bound to one account: the login's preferred one, or the one that is asked for. */
export function checkAccount({ ask, accountId, onSession }: AccountParts): Check {
  return check({
    name: 'account',
    needs: ['session', 'credentials'],
    gives: ['account'],
    look: async ({ session: preferred, credentials }): Promise<Found> => {
      const session = await onAccount((request) => ask(request, credentials.apiKey), preferred, accountId);
      onSession(session);
      const how = session.accountId === preferred.accountId ? 'the preferred one' : 'switched to';
      return ok(`${session.accountId}, ${how}`, { session, account: session.accountId });
    },
  });
}
