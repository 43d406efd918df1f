"use strict";

/* The network: what a text predicts, LSTM layers, the draw of a character. The script runs in a worker or, where the browser
   forbids workers, in the page. MatchIndex, RecentNames and TextHistory give what charrnn's Java classes of these names give. */

/** A text with hash tables that find the most recent occurrence of its last characters. */
class MatchIndex {
  static FIRST_CAPACITY = 1 << 10;
  static HASH = 0x9E3779B1 | 0;

  /** @param minima the number of characters of each table */
  constructor(minima) {
    this.minima = minima;
    this.clear();
  }

  clear() {
    this.length = 0;
    this.text = new Uint16Array(MatchIndex.FIRST_CAPACITY);
    this.makeTables();
  }

  /** A table has a power of two of slots; a slot holds the position after an occurrence, or 0. */
  makeTables() {
    this.tables = this.minima.map((minimum) => new Int32Array(Math.min(this.text.length / 2, 1 << 8 * Math.min(minimum, 3))));
  }

  append(symbol) {
    if (this.length === this.text.length) {
      const longer = new Uint16Array(2 * this.length);
      longer.set(this.text);
      this.text = longer;
      this.makeTables();
      for (let end = 1; end <= this.length; end++) {
        this.tables.forEach((_, table) => this.findAndReplace(table, end));
      }
    }
    this.text[this.length++] = symbol;
  }

  /** The position after the previous occurrence of the characters before a position, which is recorded; 0 for none. */
  findAndReplace(table, end = this.length) {
    const from = end - this.minima[table];
    if (from < 0) {
      return 0;
    }
    let hash = 0;
    for (let i = from; i < end; i++) {
      hash = Math.imul(hash + this.text[i] + 1, MatchIndex.HASH);
    }
    const slots = this.tables[table];
    const slot = hash >>> Math.clz32(slots.length - 1);
    const previous = slots[slot];
    slots[slot] = end;
    return previous;
  }

  /** Number of equal characters before a position and at the end, up to a maximum. */
  commonLength(end, max) {
    const limit = Math.min(max, end);
    let common = 0;
    while (common < limit && this.text[end - 1 - common] === this.text[this.length - 1 - common]) {
      common++;
    }
    return common;
  }
}

/** Predicts the next characters of the names that were used last and begin with the word so far. */
class RecentNames {
  static CAPACITY = 1 << 10;
  static MAX_LETTERS = 64;

  names = []; // last used first: the symbols of each, and that which followed it
  word = []; // the word so far
  candidates = []; // within a word: the names that begin with it, last used first

  clear() {
    this.names = [];
    this.word = [];
  }

  read(symbol, isLetter) {
    const letters = this.word.length;
    if (isLetter) {
      this.candidates = this.known().filter((name) => name[letters] === symbol);
      this.word.push(symbol);
    } else if (letters > 0) {
      if (letters <= RecentNames.MAX_LETTERS) {
        this.use(symbol);
      }
      this.word = [];
    }
  }

  /** Moves the name that ends to the front. */
  use(next) {
    const same = this.candidates.find((name) => name.length === this.word.length + 1);
    const place = same ? this.names.indexOf(same) : RecentNames.CAPACITY - 1;
    this.names.splice(place, 1);
    this.names.unshift([...this.word, next]);
  }

  known() {
    return this.word.length === 0 ? this.names : this.candidates;
  }

  /** The different next characters of the known names, at most so many. */
  next(max) {
    const found = [];
    for (const name of this.known()) {
      const symbol = name[this.word.length];
      if (!found.includes(symbol) && found.push(symbol) === max) {
        break;
      }
    }
    return found;
  }
}

/** What a text predicts for its next character, as positions of the ones in the network's input. */
class TextHistory {
  static CAPACITY = 1 << 19;
  static MAX_LENGTH = 400;
  static MINIMA = [[], [4], [5, 2]]; // by the number of matches
  static LENGTHS = [2, 3, 4, 5, 6, 8, 12, 16, 24, 32]; // the smallest length of each class from 1 on
  static LETTERS = [1, 2, 3, 4, 6, 9];
  static OTHERS = 5;

  /** @param data the page's JSON */
  constructor({vocabulary, matches, names}) {
    this.isLetter = vocabulary.map((character) => /[\p{L}\p{Nd}_]/u.test(String.fromCodePoint(character)));
    this.readsNames = names;
    this.text = new MatchIndex(TextHistory.MINIMA[matches]);
    this.matches = TextHistory.MINIMA[matches].map((minimum) => ({minimum, position: 0, length: 0}));
    this.names = new RecentNames();
    this.writtenFrom = Infinity;
  }

  /** Number of inputs of the network. */
  get size() {
    const symbols = this.isLetter.length;
    return symbols + this.matches.length * (symbols + TextHistory.LENGTHS.length + 2)
      + (this.readsNames ? 2 * symbols + TextHistory.OTHERS + TextHistory.LETTERS.length + 1 : 0);
  }

  /** Declares what follows to be written by the network: its matches count only inside of names. */
  beginWriting() {
    this.writtenFrom = Math.min(this.writtenFrom, this.text.length);
  }

  read(symbol) {
    const inputs = [symbol];
    if (this.matches.length === 0 && !this.readsNames) {
      return inputs;
    }
    if (this.text.length === TextHistory.CAPACITY) {
      this.writtenFrom = this.writtenFrom === Infinity ? Infinity : 0;
      this.text.clear();
      this.names.clear();
      this.matches.forEach((match) => match.length = 0);
    }
    this.text.append(symbol);
    const symbols = this.isLetter.length;
    let first = symbols;
    this.matches.forEach((match, i) => {
      this.follow(match, symbol);
      this.offer(match, this.text.findAndReplace(i));
      const isSeen = match.length > 0 && !this.isHidden(match, symbol);
      inputs.push(first + (isSeen ? this.text.text[match.position] : 0), first + symbols + (isSeen ? this.lengthClass(match) : 0));
      first += symbols + TextHistory.LENGTHS.length + 2;
    });
    if (this.readsNames) {
      this.names.read(symbol, this.isLetter[symbol]);
      const [likeliest = 0, ...others] = this.names.next(1 + TextHistory.OTHERS);
      inputs.push(first + likeliest);
      first += symbols;
      for (let i = 0; i < TextHistory.OTHERS; i++) {
        inputs.push(first + (others[i] ?? symbols + i));
      }
      inputs.push(first + symbols + TextHistory.OTHERS + classOf(this.names.word.length, TextHistory.LETTERS));
    }
    return inputs;
  }

  /** Compares the prediction with the character that followed, the last one of the text. */
  follow(match, symbol) {
    if (match.length > 0) {
      const right = this.text.text[match.position] === symbol;
      match.position++;
      match.length = right && match.position < this.text.length ? Math.min(match.length + 1, TextHistory.MAX_LENGTH) : 0;
    }
  }

  /** Takes the occurrence that ends at a position if it is as long or longer. */
  offer(match, end) {
    if (end > 0 && !(match.length > 0 && end === match.position)) {
      const common = this.text.commonLength(end, TextHistory.MAX_LENGTH);
      if (common >= match.minimum && common >= match.length) {
        Object.assign(match, {position: end, length: common});
      }
    }
  }

  isRepetition(match) {
    return match.length >= this.text.length - match.position;
  }

  isHidden(match, symbol) {
    const isRun = this.text.length - match.position === 1;
    const isInName = this.isLetter[symbol] && this.isLetter[this.text.text[match.position]];
    return match.position >= this.writtenFrom && (!isInName || this.isRepetition(match) && !isRun);
  }

  lengthClass(match) {
    return this.isRepetition(match) ? TextHistory.LENGTHS.length + 1 : classOf(match.length, TextHistory.LENGTHS);
  }
}

function classOf(value, smallest) {
  const above = smallest.findIndex((least) => value < least);
  return above < 0 ? smallest.length : above;
}

function bytes(base64) {
  const text = atob(base64);
  const decoded = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    decoded[i] = text.charCodeAt(i);
  }
  return decoded.buffer;
}

/** The weights of a matrix, [rows][columns], from a byte for each and a scale for each row. */
function matrix({scales, values}, columns) {
  const factors = new Float32Array(bytes(scales));
  const rounded = new Int8Array(bytes(values));
  if (rounded.length !== factors.length * columns) {
    throw new Error("The page is damaged: a matrix has " + rounded.length + " weights instead of " + factors.length * columns
      + ". Export it again.");
  }
  const weights = new Float32Array(rounded.length);
  for (let row = 0, at = 0; row < factors.length; row++) {
    for (let column = 0; column < columns; column++, at++) {
      weights[at] = rounded[at] * factors[row];
    }
  }
  return weights;
}

function transposed(weights, columns) {
  const rows = weights.length / columns;
  return weights.map((_, i) => weights[i % rows * columns + Math.floor(i / rows)]);
}

/** Adds the product of a matrix, [y][x], with x to y. Four sums at a time, which do not wait for each other. */
function multiply(weights, x, y) {
  const even = x.length - x.length % 4;
  for (let row = 0, at = 0; row < y.length; row++) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let j = 0; j < even; j += 4, at += 4) {
      a += weights[at] * x[j];
      b += weights[at + 1] * x[j + 1];
      c += weights[at + 2] * x[j + 2];
      d += weights[at + 3] * x[j + 3];
    }
    for (let j = even; j < x.length; j++, at++) {
      a += weights[at] * x[j];
    }
    y[row] += a + b + c + d;
  }
}

function sigmoid(value) {
  return 1 / (1 + Math.exp(-value));
}

/** A layer of LSTM units. The gates of its sums have Deeplearning4j's order: candidate, forget, output, input if not coupled. */
class Layer {
  /** @param inputs number of values that it reads */
  constructor({input, recurrent, bias}, inputs, coupled) {
    this.coupled = coupled;
    this.bias = new Float32Array(bytes(bias));
    this.units = this.bias.length / (coupled ? 3 : 4);
    this.input = matrix(input, inputs);
    this.recurrent = matrix(recurrent, this.units);
    this.sums = new Float32Array(this.bias.length);
    this.hidden = new Float32Array(this.units);
    this.cells = new Float32Array(this.units);
  }

  /** Reads the output of the layer below; in place of it, the first layer's weights of some ones are added before. */
  step(below) {
    const {units, sums, hidden, cells} = this;
    if (below) {
      sums.set(this.bias);
      multiply(this.input, below, sums);
    }
    multiply(this.recurrent, hidden, sums);
    for (let k = 0; k < units; k++) {
      const forget = sigmoid(sums[units + k]);
      const input = this.coupled ? 1 - forget : sigmoid(sums[3 * units + k]);
      cells[k] = forget * cells[k] + input * Math.tanh(sums[k]);
      hidden[k] = sigmoid(sums[2 * units + k]) * Math.tanh(cells[k]);
    }
  }

  /** Sets the sums to those of an input of ones; the input's weights are transposed. */
  readOnes(ones) {
    const {input, sums} = this;
    sums.set(this.bias);
    for (const one of ones) {
      for (let k = 0, at = one * sums.length; k < sums.length; k++, at++) {
        sums[k] += input[at];
      }
    }
  }
}

/** A network that reads a text, character by character. */
class Network {
  /** @param data the page's JSON */
  constructor(data) {
    this.data = data;
    this.characters = data.vocabulary.map((character) => String.fromCodePoint(character));
    this.symbols = new Map(this.characters.map((character, symbol) => [character, symbol]));
    let inputs = new TextHistory(data).size;
    this.layers = data.layers.map((layer) => {
      const made = new Layer(layer, inputs, data.coupled);
      inputs = made.units;
      return made;
    });
    const [first] = this.layers;
    first.input = transposed(first.input, first.input.length / first.sums.length);
    this.weights = matrix(data.output, inputs);
    this.bias = new Float32Array(bytes(data.output.bias));
    this.logs = new Float32Array(this.bias.length);
    this.reset();
  }

  /** Begins another text. */
  reset() {
    this.history = new TextHistory(this.data);
    this.layers.forEach((layer) => {
      layer.hidden.fill(0);
      layer.cells.fill(0);
    });
  }

  /** The symbol of a character; 0, the unknown symbol, if it has none of its own. */
  symbolOf(character) {
    return this.symbols.get(character) ?? 0;
  }

  /** Reads a symbol; returns the logarithms of the next one's probabilities, valid until the next step. */
  step(symbol) {
    this.layers[0].readOnes(this.history.read(symbol));
    let below;
    for (const layer of this.layers) {
      layer.step(below);
      below = layer.hidden;
    }
    this.logs.set(this.bias);
    multiply(this.weights, below, this.logs);
    const total = logOfSum(this.logs);
    for (let i = 0; i < this.logs.length; i++) {
      this.logs[i] -= total;
    }
    return this.logs;
  }
}

function logOfSum(logs) {
  const max = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  return max + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - max), 0));
}

/** A generator of numbers from 0 to 1: a counter, mixed by the finalizer of MurmurHash3 for 32 bits (Appleby 2011). */
function generator(seed) {
  let counter = seed | 0;
  return () => {
    counter = counter + 0x9E3779B9 | 0;
    let mixed = Math.imul(counter ^ counter >>> 16, 0x85EBCA6B);
    mixed = Math.imul(mixed ^ mixed >>> 13, 0xC2B2AE35);
    return ((mixed ^ mixed >>> 16) >>> 0) / 2 ** 32;
  };
}

/** Draws the symbols of a text that the network writes; the unknown symbol, the first, is never drawn. */
class Sampler {
  static RUN = 4; // equal characters after which the temperature makes one more no likelier

  /** @param request temperature, top_k (0: all), top_p and seed */
  constructor(request) {
    Object.assign(this, {request, random: generator(request.seed), last: -1, run: 0});
  }

  /** @param logs logarithms of the probabilities, not changed */
  draw(logs) {
    const symbol = this.#choose(Array.from(logs));
    this.run = symbol === this.last ? this.run + 1 : 1;
    this.last = symbol;
    return symbol;
  }

  #choose(logs) {
    const {temperature, top_k: topK, top_p: topP} = this.request;
    logs[0] = -Infinity;
    const max = Math.max(...logs);
    if (temperature === 0) {
      return logs.indexOf(max);
    }
    const scaled = logs.map((log) => (log - max) / temperature);
    if (this.run >= Sampler.RUN) {
      const excess = this.#odds(scaled) - this.#odds(logs);
      scaled[this.last] -= excess > 0 && excess < Infinity ? excess : 0;
    }
    const ranked = scaled.map((log, symbol) => ({symbol, weight: Math.exp(log)})).sort((a, b) => b.weight - a.weight);
    let rest = topP * total(ranked.slice(0, topK || ranked.length));
    const kept = ranked.slice(0, topK || ranked.length).filter(({weight}) => {
      const isKept = rest > 0;
      rest -= topP < 1 ? weight : 0;
      return isKept;
    });
    let place = this.random() * total(kept);
    return (kept.find(({weight}) => (place -= weight) < 0) ?? kept[0]).symbol;
  }

  /** Logarithm of the odds of the last symbol. */
  #odds(logs) {
    return logs[this.last] - logOfSum(logs.filter((_, symbol) => symbol !== this.last));
  }
}

function total(ranked) {
  return ranked.reduce((sum, {weight}) => sum + weight, 0);
}

/** Reads or writes one text at a time, in short slices between which it can be stopped. */
class Engine {
  static SLICE = 30; // milliseconds
  static ALTERNATIVES = 5;

  #network;
  #current = 0;

  constructor(data) {
    this.#network = new Network(data);
  }

  stop() {
    this.#current++;
  }

  /**
   * Reads a text, and then writes on if a request says how.
   *
   * @param request length, and those of the Sampler; undefined to read
   * @param tell called with letters, each a character c, its probability p and the likeliest in its place; the next slice begins
   *   when the promise that it returns is kept
   * @returns how it ended: "length", "read" or "stopped"
   */
  async run({text, request}, tell) {
    const mine = ++this.#current;
    const network = this.#network;
    const given = Array.from(request ? text || "\n" : text);
    const sampler = request && new Sampler(request);
    network.reset();
    let letters = [];
    let logs; // undefined before the first character, which nothing predicts
    let since = performance.now();
    for (let i = 0; i < given.length + (request ? request.length : 0); i++) {
      if (i === given.length) {
        network.history.beginWriting();
      }
      const symbol = i < given.length ? network.symbolOf(given[i]) : sampler.draw(logs);
      if (i >= given.length || !request) {
        letters.push(this.#letter(given[i] ?? network.characters[symbol], symbol, logs));
      }
      logs = network.step(symbol);
      if (performance.now() - since > Engine.SLICE) {
        await tell(letters);
        letters = [];
        since = performance.now();
        if (mine !== this.#current) {
          return "stopped";
        }
      }
    }
    await tell(letters);
    return request ? "length" : "read";
  }

  #letter(c, symbol, logs) {
    const share = (other) => Number(Math.exp(logs[other]).toPrecision(4));
    const top = () => likeliest(logs, Engine.ALTERNATIVES).map((other) => [this.#network.characters[other], share(other)]);
    return logs ? {c, p: share(symbol), top: top()} : {c, top: []};
  }
}

function likeliest(logs, count) {
  return Array.from(logs.keys()).sort((a, b) => logs[b] - logs[a]).slice(0, count);
}

if (typeof document === "undefined") {
  let engine;
  const waiting = new Map(); // by the job, what ends its wait for the page to show its letters
  onmessage = ({data: {data, job, id, isShown}}) => {
    if (data) {
      engine = new Engine(data);
      postMessage({ready: true});
    } else if (isShown) {
      waiting.get(id)();
    } else if (job) {
      const tell = (letters) => new Promise((resolve) => {
        waiting.set(id, resolve);
        postMessage({id, letters});
      });
      engine.run(job, tell).then((end) => postMessage({id, end}));
    } else {
      engine.stop();
    }
  };
}
