/** The loss or the weights left the range of numbers. */
export class TrainingDiverged extends Error {
  override readonly name = 'TrainingDiverged';
}
