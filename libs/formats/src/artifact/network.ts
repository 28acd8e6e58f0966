/** The computation as MXNet's graph: data . weight + bias, through a logistic (or plain) output. */
export function networkJson(featureDim: number, lossType: 'logistic' | 'hinge_loss'): string {
  const operation = (op: string, name: string, inputs: number[][]): object => ({ op, name, inputs });
  const variable = (name: string, attrs?: Record<string, string>): object => ({
    op: 'null',
    name,
    ...(attrs ? { attrs } : {}),
    inputs: [],
  });
  const output = lossType === 'logistic' ? 'LogisticRegressionOutput' : 'LinearRegressionOutput';
  const graph = {
    nodes: [
      variable('data'),
      variable('fc0_weight', { __shape__: `(${featureDim}, 1)` }),
      operation('dot', 'dot0', [
        [0, 0, 0],
        [1, 0, 0],
      ]),
      variable('fc0_bias', { __lr_mult__: '10.0', __shape__: '(1, 1)' }),
      operation('broadcast_add', 'broadcast_add0', [
        [2, 0, 0],
        [3, 0, 0],
      ]),
      variable('out_label'),
      operation(output, `${output.toLowerCase()}0`, [
        [4, 0, 0],
        [5, 0, 0],
      ]),
    ],
    arg_nodes: [0, 1, 3, 5],
    node_row_ptr: [0, 1, 2, 3, 4, 5, 6, 7],
    heads: [[6, 0, 0]],
    attrs: { mxnet_version: ['int', 10301] },
  };
  return JSON.stringify(graph, null, 2);
}
