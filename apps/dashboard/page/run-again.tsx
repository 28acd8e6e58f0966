import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

/** Runs a batch once more; asks for the token, which stays in this page's memory only. */
export function RunAgain({ runId }: { readonly runId: string }): JSX.Element {
  const [token, setToken] = useState('');
  const [said, setSaid] = useState('');
  const batchId = runId.replace(/-\d+$/, '');
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    setSaid('asking…');
    setSaid(await asked(batchId, token));
  };
  return (
    <details class="again">
      <summary>Run this batch again</summary>
      <form onSubmit={(event) => void send(event)}>
        <label for="token">Token, as printed at the start</label>
        <input
          id="token"
          type="password"
          autocomplete="off"
          value={token}
          onInput={({ currentTarget }) => setToken(currentTarget.value)}
        />
        <button type="submit">Run again</button>
      </form>
      <p role="status">{said}</p>
    </details>
  );
}

async function asked(batchId: string, token: string): Promise<string> {
  try {
    const answer = await fetch(`/api/batches/${batchId}/run`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    const { runId, error } = (await answer.json()) as { runId?: string; error?: string };
    return runId ? `run ${runId} was started` : (error ?? 'it was refused');
  } catch {
    return 'nobody answers: is the loop still running?';
  }
}
