/** The file is no Linear Learner model that can be read: nothing of it is guessed. */
export class UnknownArtifact extends Error {
  override readonly name = 'UnknownArtifact';
  constructor(artifact: string, problem: string) {
    super(`${artifact} is no Linear Learner binary classifier that can be read: ${problem}`);
  }
}
