import dagre from '@dagrejs/dagre';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { GraphView, RunView, StateView } from '../src/view/index.ts';
import { runDetail, topics } from './connection.ts';
import { Empty } from './panel.tsx';
import { StateDetail } from './state-detail.tsx';
import { useCell } from './store.ts';
import { runName } from './words.ts';

const HEIGHT = 26;
const LETTER = 6.6;

type Placed = { readonly name: string; readonly x: number; readonly y: number; readonly width: number };
type Way = {
  readonly from: string;
  readonly to: string;
  readonly points: readonly { x: number; y: number }[];
};
type Layout = {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Placed[];
  readonly ways: readonly Way[];
};

/** The state machine's own document as a graph, with the states of the run that is looked at. */
export function StateGraph(): JSX.Element {
  const graph = useCell(topics.graph);
  return graph ? <Drawn graph={graph} /> : <Empty>The state machine is not known yet.</Empty>;
}

function Drawn({ graph }: { readonly graph: GraphView }): JSX.Element {
  const run = useCell(runDetail);
  const [chosen, setChosen] = useState<string>();
  const layout = useMemo(() => layoutOf(graph), [graph]);
  const told = graph.states.find(({ name }) => name === chosen);
  const place = useCentered(layout, graph.startAt);
  return (
    <figure class="graph">
      <figcaption>{run ? `The states of run ${runName(run.runId)}` : 'The states of a run'}</figcaption>
      <div class="graph-scroll" ref={place} tabindex={0} role="group" aria-label="State machine, scrollable">
        <svg viewBox={`0 0 ${layout.width} ${layout.height}`} style={{ maxWidth: `${layout.width}px` }}>
          {layout.ways.map((way) => (
            <path
              key={`${way.from} ${way.to}`}
              d={pathOf(way.points)}
              class={isTaken(run, way) ? 'way taken' : 'way'}
            />
          ))}
          {layout.nodes.map((node) => (
            <Node
              key={node.name}
              node={node}
              run={run}
              isChosen={node.name === chosen}
              choose={() => setChosen(node.name)}
            />
          ))}
        </svg>
      </div>
      {told && <StateDetail told={told} state={lastOf(run, told.name)} close={() => setChosen(undefined)} />}
    </figure>
  );
}

/** Where the graph is wider than its place, it is first seen around the state that a run begins with. */
function useCentered({ width, nodes }: Layout, name: string): { current: HTMLDivElement | null } {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const node = nodes.find((placed) => placed.name === name);
    if (!place.current || !node) return;
    const { scrollWidth, clientWidth } = place.current;
    place.current.scrollLeft = (node.x / width) * scrollWidth - clientWidth / 2;
  }, [width, nodes, name]);
  return place;
}

/** A state may be entered again and again while a run waits. */
function lastOf(run: RunView | undefined, name: string): StateView | undefined {
  return run?.states.findLast((state) => state.name === name);
}

type NodeProps = {
  readonly node: Placed;
  readonly run: RunView | undefined;
  readonly isChosen: boolean;
  readonly choose: () => void;
};

function Node({ node, run, isChosen, choose }: NodeProps): JSX.Element {
  const state = lastOf(run, node.name);
  const look = looksOf(state);
  return (
    <g
      class={`state ${look}${isChosen ? ' chosen' : ''}`}
      transform={`translate(${node.x - node.width / 2} ${node.y - HEIGHT / 2})`}
      role="button"
      tabindex={0}
      aria-label={`${node.name}: ${look}`}
      data-state={look}
      onClick={choose}
      onKeyDown={({ key }) => {
        if (key === 'Enter' || key === ' ') choose();
      }}
    >
      <rect width={node.width} height={HEIGHT} rx="6" />
      <text x={node.width / 2} y={HEIGHT / 2 + 4} text-anchor="middle">
        {node.name}
      </text>
      {state && state.retries > 0 && (
        <text class="retries" x={node.width} y="-2" text-anchor="end">
          {state.retries + 1}. try
        </text>
      )}
    </g>
  );
}

function looksOf(state: StateView | undefined): string {
  if (!state) return 'not entered';
  return state.error && state.status === 'done' ? 'done after an error' : state.status;
}

function isTaken(run: RunView | undefined, { from, to }: Way): boolean {
  const names = run?.states.map(({ name }) => name) ?? [];
  return names.some((name, i) => name === from && names[i + 1] === to);
}

/** From top to bottom, as data moves. Where a failure is caught is told by the state, not drawn: nearly all lead to one. */
function layoutOf({ states }: GraphView): Layout {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 16, ranksep: 22, marginx: 6, marginy: 14 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { name } of states)
    graph.setNode(name, { width: Math.ceil(name.length * LETTER) + 20, height: HEIGHT });
  for (const { name, next } of states) for (const to of next) graph.setEdge(name, to);
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    nodes: graph.nodes().map((name) => ({ name, ...(graph.node(name) as Omit<Placed, 'name'>) })),
    ways: graph
      .edges()
      .map(({ v, w }) => ({ from: v, to: w, points: graph.edge(v, w).points as Way['points'] })),
  };
}

function pathOf(points: Way['points']): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}
