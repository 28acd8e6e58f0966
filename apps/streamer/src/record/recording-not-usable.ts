/** The file cannot be recorded to; the message says why, and what to do. */
export class RecordingNotUsable extends Error {
  override readonly name = 'RecordingNotUsable';
  constructor(path: string, why: string) {
    super(`the recording ${path} ${why}`);
  }
}
