import { PRICE_ADAPTER, priceItem } from '@moving-ground/lightstreamer';
import type { Login } from '../rest/ig-logins.ts';
import { SERVED_FIELDS } from './price-fields-of.ts';

/** A request that is refused, with TLCP's code for it. Codes at or below 0 are IG's own. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export type SubscriptionRequest = {
  readonly id: number;
  readonly fields: readonly string[];
  readonly wantsSnapshot: boolean;
};

/** @throws RequestRefused */
export function parseSubscription(
  parameters: URLSearchParams,
  login: Login,
  epic: string,
): SubscriptionRequest {
  const value = (name: string): string => parameters.get(name) ?? '';
  if (value('LS_data_adapter') !== PRICE_ADAPTER) throw new RequestRefused(17, 'Data Adapter not found');
  checkItem(value('LS_group'), login, epic);
  if (value('LS_mode') !== 'MERGE') throw new RequestRefused(24, 'Mode not allowed for the item');
  const fields = value('LS_schema').split(' ');
  const unknown = fields.find((field) => !SERVED_FIELDS.has(field));
  if (unknown !== undefined) throw new RequestRefused(23, `Invalid schema: ${unknown}`);
  return { id: subscriptionId(parameters), fields, wantsSnapshot: value('LS_snapshot') === 'true' };
}

/** @throws RequestRefused */
export function subscriptionId(parameters: URLSearchParams): number {
  const id = Number(parameters.get('LS_subId'));
  if (!Number.isInteger(id) || id < 1) throw new RequestRefused(65, 'Invalid LS_subId');
  return id;
}

/** An item of another account is IG's own refusal, an unknown one the server's. */
function checkItem(item: string, { accountId }: Login, epic: string): void {
  if (item === priceItem(accountId, epic)) return;
  const isOfAnotherAccount = /^PRICE:[^:]+:/.test(item) && item.endsWith(`:${epic}`);
  if (isOfAnotherAccount) throw new RequestRefused(-1, 'Invalid account type');
  throw new RequestRefused(21, 'Invalid group');
}
