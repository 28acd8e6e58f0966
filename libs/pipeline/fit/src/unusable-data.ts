/** Data that no model can be trained on or judged by with these hyperparameters. */
export class UnusableData extends Error {
  override readonly name = 'UnusableData';
}
