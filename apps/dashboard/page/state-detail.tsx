import type { JSX } from 'preact';
import type { GraphView, StateView } from '../src/view/index.ts';
import { clock, indented, lasting } from './words.ts';

type StateDetailProps = {
  readonly told: GraphView['states'][number];
  readonly state: StateView | undefined;
  readonly close: () => void;
};

/** Input, output, error and tries of one state. */
export function StateDetail({ told, state, close }: StateDetailProps): JSX.Element {
  const { name, comment, caught } = told;
  return (
    <div class="detail">
      <div class="panel-head">
        <h3>{name}</h3>
        <button type="button" class="quiet" onClick={close}>
          Close<span class="hidden"> {name}</span>
        </button>
      </div>
      {comment && <p class="note">{comment}</p>}
      {caught.length > 0 && <p class="note">A failure goes to {caught.join(', ')}.</p>}
      {state ? <Entered state={state} /> : <p class="empty">This run has not entered it.</p>}
    </div>
  );
}

function Entered({ state }: { readonly state: StateView }): JSX.Element {
  const lasted = state.exitedAtMs === null ? 'still on' : lasting(state.exitedAtMs - state.enteredAtMs);
  return (
    <>
      <p>
        Entered {clock(state.enteredAtMs)}, {lasted}
        {state.retries > 0 && `, ${state.retries} tries after the first`}.
      </p>
      {state.error && <p class="error">{state.error}</p>}
      <Json title="Input" text={state.input} />
      {state.output !== null && <Json title="Output" text={state.output} />}
    </>
  );
}

function Json({ title, text }: { readonly title: string; readonly text: string }): JSX.Element {
  return (
    <details>
      <summary>{title}</summary>
      <pre tabindex={0}>{indented(text)}</pre>
    </details>
  );
}
