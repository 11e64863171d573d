// Signs in, then shows the live state and refreshes it.
import { Problem, token } from './api.js';
import { write } from './dom.js';
import * as calls from './calls.js';
import * as conferences from './conferences.js';
import * as flows from './flows.js';
import * as health from './health.js';
import * as mailboxes from './mailboxes.js';
import * as prompts from './prompts.js';

const REFRESH_MILLIS = 2000;
const sections = [calls, conferences, mailboxes, prompts, flows];
const byId = (id) => document.getElementById(id);

function show(signedIn) {
  byId('sign-in').hidden = signedIn;
  byId('console').hidden = !signedIn;
  byId('sign-out').hidden = !signedIn;
}

function signOut(reason) {
  token.clear();
  write(byId('sign-in-problem'), reason);
  show(false);
}

async function refresh() {
  await health.refresh();
  if (!token.get()) return;
  try {
    await Promise.all(sections.map((section) => section.refresh()));
    write(byId('connection'), '');
    show(true);
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) signOut('That token is not valid.');
    else write(byId('connection'), problem.message);
  }
}

/** One refresh after the other, and none while nobody looks. */
async function refreshForEver() {
  if (!document.hidden) await refresh();
  setTimeout(refreshForEver, REFRESH_MILLIS);
}

byId('sign-in-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  token.set(byId('token').value.trim());
  byId('token').value = '';
  write(byId('sign-in-problem'), '');
  await refresh();
});
byId('sign-out').addEventListener('click', () => signOut(''));

show(Boolean(token.get()));
refreshForEver();
