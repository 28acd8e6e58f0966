import type { Stage } from '../stages/stage.ts';
import { STAGES } from '../stages/stages.ts';

export class UnknownStage extends Error {
  override readonly name = 'UnknownStage';
}

/** @throws UnknownStage */
export function chosenStage(name = 'dev'): Stage {
  const stage = STAGES.find((one) => one.name === name);
  if (stage) return stage;
  throw new UnknownStage(`stage was ${name}: give one of ${STAGES.map((one) => one.name).join(', ')}`);
}
