import { logIn, type OpenSession } from '@moving-ground/lightstreamer';
import type { AskIg } from './ig-request.ts';
import { check, ok, type Check, type ClockReading } from './check.ts';

export type LoginParts = {
  readonly ask: AskIg;
  /** Epoch milliseconds by this machine's clock. */
  readonly now: () => number;
  /** Told each new session: its tokens are secrets, and it has to be ended. */
  readonly onSession: (session: OpenSession) => void;
};

/** The API key and one login: whatever the answer is, it is not tried again, since wrong passwords lock an account. */
export function checkLogin({ ask, now, onSession }: LoginParts): Check {
  return check({
    name: 'login',
    needs: ['credentials', 'isAlone'],
    gives: ['session', 'clockReading'],
    look: async ({ credentials }) => {
      let clockReading: ClockReading | undefined;
      const session = await logIn(async (request) => {
        const sentMs = now();
        const answer = await ask(request, credentials.apiKey);
        clockReading = { sentMs, receivedMs: now(), serverMs: answer.serverTimeMs };
        return answer;
      }, credentials);
      onSession(session);
      const facts = clockReading ? { session, clockReading } : { session };
      return ok('IG takes the API key, the identifier and the password', facts);
    },
  });
}
