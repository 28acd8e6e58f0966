import { IgAllowanceExceeded, IgRefused, IgTokensInvalid, IgUnavailable } from '@moving-ground/lightstreamer';
import { problem, type Found } from './check.ts';

/** What an error says of the thing that was looked at. */
export function foundIn(error: unknown): Found {
  if (error instanceof IgRefused) return refused(error);
  const message = error instanceof Error ? error.message || error.name : String(error);
  return problem(message, adviceOn(error));
}

/** The error's own sentence ends in its advice. */
function refused({ message, advice }: IgRefused): Found {
  return problem(message.replace(`: ${advice}`, ''), advice);
}

function adviceOn(error: unknown): string {
  if (error instanceof IgAllowanceExceeded) return 'wait some minutes, and see what else uses this API key';
  if (error instanceof IgTokensInvalid)
    return 'wait a minute, so that IG makes new tokens, and run this again';
  if (error instanceof IgUnavailable)
    return 'check GROUND_IG_URL, the network and its proxies, and whether IG has announced maintenance';
  return 'this is not expected: the message is all there is';
}
