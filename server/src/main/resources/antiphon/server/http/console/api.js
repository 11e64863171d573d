// The API as the console uses it. The token lives in this tab's session only.
const TOKEN = 'antiphon-token';

export class Problem extends Error {
  constructor(status, document) {
    super(document.detail ?? `the server answered ${status}`);
    this.status = status;
    this.problems = document.problems ?? [];
  }
}

export const token = {
  get: () => sessionStorage.getItem(TOKEN),
  set: (value) => sessionStorage.setItem(TOKEN, value),
  clear: () => sessionStorage.removeItem(TOKEN),
};

async function request(method, path, { body, type, accept } = {}) {
  const headers = { Authorization: `Bearer ${token.get()}` };
  if (type) headers['Content-Type'] = type;
  if (accept) headers.Accept = accept;
  const response = await fetch(path, { method, headers, body });
  if (!response.ok) throw new Problem(response.status, await document(response));
  return response;
}

async function document(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}

const json = (method) => async (path, value) => {
  const body = value === undefined ? undefined : JSON.stringify(value);
  const response = await request(method, path, { body, type: body && 'application/json', accept: 'application/json' });
  return response.status === 204 ? null : response.json();
};

/** A path of the API; each part is escaped. */
export const path = (...parts) => ['/api/v1', ...parts.map(encodeURIComponent)].join('/');

export const get = json('GET');
export const post = json('POST');
export const patch = json('PATCH');
export const remove = json('DELETE');

export const put = async (where, body, type) =>
  (await request('PUT', where, { body, type, accept: 'application/json' })).json();

export const text = async (where, accept) => (await request('GET', where, { accept })).text();

/** Fetches audio with the token and plays it. */
export async function play(where) {
  const blob = await (await request('GET', where)).blob();
  const url = URL.createObjectURL(blob);
  const audio = new Audio(url);
  audio.addEventListener('ended', () => URL.revokeObjectURL(url));
  await audio.play();
}
