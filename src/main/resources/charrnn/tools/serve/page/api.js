/* The server's API, as far as the page needs it. */

import {askForKey, key} from "./key.js";

/** How many of the likeliest characters are told with each. */
export const ALTERNATIVES = 8;

/** Why there is no answer, in words for people, and with the server's code if it refuses. */
export class Refusal extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

async function send(path, body, signal) {
  for (;;) {
    const used = key();
    const response = await fetched(path, body, used, signal);
    if (response.status !== 401) {
      return response;
    }
    // Another request may have got the key meanwhile.
    if (used === key() && !await askForKey()) {
      throw new Refusal("The server requires its API key.");
    }
  }
}

async function fetched(path, body, used, signal) {
  const headers = used ? {Authorization: "Bearer " + used} : {};
  const request = body ? {method: "POST", body: JSON.stringify(body), headers: {...headers, "Content-Type": "application/json"}}
    : {headers};
  try {
    return await fetch(path, {...request, signal});
  } catch (error) {
    throw signal?.aborted ? error : new Refusal("The server does not answer.");
  }
}

/** Sends a request; while the server is busy or loads its network, sends it again for up to a minute. */
async function answered(path, body, signal) {
  const end = Date.now() + 60_000;
  for (;;) {
    const response = await send(path, body, signal);
    if (response.ok) {
      return response;
    }
    const answer = await response.json();
    const pause = Number(response.headers.get("Retry-After")) * 1000 * (0.5 + Math.random());
    if (response.status !== 503 || pause === 0 || Date.now() + pause > end) {
      throw new Refusal("The server refuses: " + answer.error.message + ".", answer.error.code);
    }
    await new Promise((wake) => setTimeout(wake, pause));
  }
}

export async function get(path) {
  return (await answered(path)).json();
}

export async function post(path, body) {
  return (await answered(path, body)).json();
}

/**
 * Lets the network write. Yields what is new, as choices of a completion with their logprobs.
 *
 * @throws Refusal if the text will not be complete
 */
export async function* completion(request, signal) {
  const response = await answered("v1/completions", {...request, stream: true, logprobs: ALTERNATIVES}, signal);
  for await (const data of events(response.body)) {
    if (data === "[DONE]") {
      return;
    }
    const event = JSON.parse(data);
    if (event.error) {
      throw new Refusal("The server gave up: " + event.error.message + ".");
    }
    yield event.choices[0];
  }
  throw new Refusal("The connection ended before the text did.");
}

/** The data of server-sent events. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const whole = (rest + part.value).split("\n\n");
    rest = whole.pop();
    yield* whole.map((event) => event.slice("data: ".length));
  }
}
