import type { SelectAnswer, SelectRequest, VerifyAnswer, VerifyRequest } from '@moving-ground/run';
import { selectModel } from './select/select-model.ts';
import type { SelectorEffects } from './selector-effects.ts';
import { verifyEndpoint } from './verify/verify-endpoint.ts';
import { selectorEffects } from './wiring.ts';

/** What the tuning found: which model should serve, and why. */
export async function select(
  request: SelectRequest,
  _context?: unknown,
  effects: SelectorEffects = selectorEffects(),
): Promise<SelectAnswer> {
  return selectModel(request, effects);
}

/** Does the endpoint serve what was selected? Then it is the champion. */
export async function verify(
  request: VerifyRequest,
  _context?: unknown,
  effects: SelectorEffects = selectorEffects(),
): Promise<VerifyAnswer> {
  return verifyEndpoint(request, effects);
}
