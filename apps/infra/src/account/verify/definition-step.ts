import { ValidateStateMachineDefinitionCommand } from '@aws-sdk/client-sfn';
import type { Step } from './step.ts';

/** @param definition with the account's own names filled in */
export function definitionStep(definition: object): Step {
  return {
    name: 'the definition of a run',
    dollars: 0,
    run: async ({ states }) => {
      const command = new ValidateStateMachineDefinitionCommand({
        definition: JSON.stringify(definition),
        type: 'STANDARD',
      });
      const { result, diagnostics = [] } = await states.send(command);
      const lines = diagnostics.map(
        ({ severity, location, message }) => `${severity} ${location}: ${message}`,
      );
      return { state: result === 'OK' ? 'ok' : 'wrong', says: lines.join('; ') || 'valid', responses: {} };
    },
  };
}
