import { write } from './dom.js';

/** The line in the header: can calls be taken? Needs no token. */
export async function refresh() {
  const line = document.getElementById('health');
  try {
    const response = await fetch('/health/ready');
    const answer = await response.json();
    line.className = response.ok ? 'good' : 'bad';
    write(line, response.ok ? 'ready for calls' : answer.detail);
  } catch {
    line.className = 'bad';
    write(line, 'the server does not answer');
  }
}
