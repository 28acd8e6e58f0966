/** No interpreter of the wanted version is on this machine; the message says what to install. */
export class PythonMissing extends Error {
  override readonly name = 'PythonMissing';
}

/** The packages could not be installed; the message ends with pip's own last words. */
export class EnvironmentNotMade extends Error {
  override readonly name = 'EnvironmentNotMade';
}
