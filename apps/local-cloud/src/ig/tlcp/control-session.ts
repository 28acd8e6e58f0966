import type { IgFaults } from '../faults.ts';
import type { MarketPlayback } from '../playback/market-playback.ts';
import type { DataSession } from './data-session.ts';
import { parseSubscription, RequestRefused, subscriptionId } from './subscription-request.ts';

export type ControlParts = {
  readonly epic: string;
  readonly faults: IgFaults;
  readonly playback: MarketPlayback;
};

/** Does what a `control` request of a client asks for. @throws RequestRefused */
export function controlSession(parts: ControlParts, session: DataSession, parameters: URLSearchParams): void {
  const accept = (): void => session.say(`REQOK,${parameters.get('LS_reqId') ?? '0'}`);
  switch (parameters.get('LS_op')) {
    case 'add':
      return subscribe(parts, session, parameters, accept);
    case 'delete':
      accept();
      return session.unsubscribe(subscriptionId(parameters));
    case 'destroy':
      accept();
      return session.end(31, 'Destroyed by the client');
    case 'force_rebind':
      accept();
      return session.loop();
    default:
      // Frequencies, bandwidths and the like: nothing here has a limit.
      return accept();
  }
}

function subscribe(
  { faults, epic, playback }: ControlParts,
  session: DataSession,
  parameters: URLSearchParams,
  accept: () => void,
): void {
  const refusal = faults.subscriptionRefusals.shift();
  if (refusal) throw new RequestRefused(refusal.code, refusal.message);
  const { id, fields, wantsSnapshot } = parseSubscription(parameters, session.login, epic);
  accept();
  session.subscribe(id, fields);
  const price = playback.snapshot;
  if (wantsSnapshot && price) session.sendTo(id, price);
}
