// Runs OpenAI's client for Node against the server at the URL of the first argument, with the API key of the second.
import assert from "node:assert/strict";
import OpenAI from "openai";

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });

const models = (await client.models.list()).data;
const model = models[0].id;
assert.equal((await client.models.retrieve(model)).created, models[0].created);
await assert.rejects(client.models.retrieve("gpt-4"), OpenAI.NotFoundError);

const complete = (request) => client.completions.create({ model, ...request });

async function stream(request) {
  let text = "";
  let usage;
  for await (const event of await complete({ ...request, stream: true, stream_options: { include_usage: true } })) {
    text += event.choices[0]?.text ?? "";
    usage ??= event.usage;
  }
  return { text, usage };
}

async function whole(request) {
  const completion = await complete(request);
  return { text: completion.choices[0].text, usage: completion.usage };
}

const request = { prompt: "static int ", max_tokens: 60, seed: 1 };
const expected = await whole(request);
assert.equal(expected.usage.completion_tokens, 60);
assert.deepEqual(await stream(request), expected);

// Every other field of the client's type, with the value that has no effect.
const neutral = {
  best_of: 1,
  echo: false,
  frequency_penalty: 0,
  logit_bias: {},
  logprobs: null,
  n: 1,
  presence_penalty: 0,
  stop: null,
  stream: false,
  stream_options: null,
  suffix: null,
  temperature: null,
  top_p: 1,
  user: "test",
};
assert.deepEqual(await whole({ ...request, ...neutral }), expected);

const greedy = { ...request, temperature: 0 };
assert.notEqual((await whole({ ...greedy, frequency_penalty: 2 })).text, (await whole(greedy)).text);

await assert.rejects(complete({ ...request, best_of: 2 }), (e) => e instanceof OpenAI.BadRequestError && e.param === "best_of");
const stranger = new OpenAI({ baseURL, apiKey: "wrong", maxRetries: 0 });
await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
