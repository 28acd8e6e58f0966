import type { ComponentChildren, JSX } from 'preact';
import { isTold } from './connection.ts';
import { useCell } from './store.ts';

type PanelProps = {
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
};

/** A part of the page with a heading that the navigation leads to. */
export function Panel({ title, aside, children }: PanelProps): JSX.Element {
  const id = title.toLowerCase();
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <div class="panel-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** What stands where there is nothing yet: that it is not known yet, before the server has told. */
export function Empty({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const told = useCell(isTold);
  return <p class="empty">{told ? children : 'Loading…'}</p>;
}

export function Figure({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
