import type { IgAnswer, IgRequest } from '@moving-ground/lightstreamer';

/** A request to IG's REST API, with the API key. @throws IgRefused, IgTokensInvalid, IgAllowanceExceeded, IgUnavailable */
export type AskIg = (request: IgRequest, apiKey: string) => Promise<IgAnswer>;
