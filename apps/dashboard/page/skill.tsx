import type { JSX } from 'preact';
import type { ModelView } from '../src/view/index.ts';
import { clock, grouped, percent } from './words.ts';

/** The statement in its own words: from batches that came after the models, and from nothing else. */
export function Skill({ skill }: { readonly skill: ModelView['skill'] }): JSX.Element {
  return (
    <section class="skill" aria-labelledby="skill-title">
      <h3 id="skill-title">Does what is deployed know anything?</h3>
      {skill ? (
        <>
          <p class="statement">{skill.statement}</p>
          <p class="note">
            {skill.reason}. Over {grouped(skill.batches)} batches up to {clock(skill.lastCloseMs)}, each
            scored by a model that was there before it: {grouped(skill.flagged)} of {grouped(skill.orders)}{' '}
            orders flagged
            {skill.precision !== null && `, ${percent(skill.precision)} of them profits`}
            {skill.baseRate !== null && `; of all orders ${percent(skill.baseRate)} are`}.
          </p>
        </>
      ) : (
        <p class="note">
          Nothing is known yet: it is judged when a batch has come after a model, and for long the answer is
          "cannot tell".
        </p>
      )}
    </section>
  );
}
