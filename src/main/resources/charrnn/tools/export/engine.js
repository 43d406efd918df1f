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
  hidden = undefined; // a name that is not offered, because the network has just written it twice

  clear() {
    this.names = [];
    this.word = [];
  }

  read(symbol, isLetter, isWritten) {
    const letters = this.word.length;
    if (isLetter) {
      this.candidates = this.known().filter((name) => name[letters] === symbol);
      this.word.push(symbol);
    } else if (letters > 0) {
      if (letters <= RecentNames.MAX_LETTERS) {
        this.use(symbol, isWritten);
      }
      this.word = [];
    }
  }

  /** Moves the name that ends to the front. */
  use(next, isWritten) {
    const same = this.candidates.find((name) => name.length === this.word.length + 1);
    const place = same ? this.names.indexOf(same) : RecentNames.CAPACITY - 1;
    this.names.splice(place, 1);
    this.names.unshift([...this.word, next]);
    this.hidden = same && place === 0 && isWritten ? this.names[0] : undefined;
  }

  known() {
    return this.word.length === 0 ? this.names : this.candidates;
  }

  /** The different next characters of the known names, at most so many. */
  next(max) {
    const found = [];
    for (const name of this.known()) {
      const symbol = name[this.word.length];
      if (name !== this.hidden && !found.includes(symbol) && found.push(symbol) === max) {
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
  static MAX_RUN = 4;
  static LENGTHS = [2, 3, 4, 5, 6, 8, 12, 16, 24, 32]; // the smallest length of each class from 1 on
  static LETTERS = [1, 2, 3, 4, 6, 9];
  static OTHERS = 5;

  /** What a network of the page's JSON reads. */
  constructor({vocabulary, matches, names}) {
    this.isLetter = vocabulary.map((character) => /[\p{L}\p{Nd}_]/u.test(String.fromCodePoint(character)));
    this.readsNames = names;
    this.text = new MatchIndex(TextHistory.MINIMA[matches]);
    this.matches = TextHistory.MINIMA[matches].map((minimum) => ({minimum, position: 0, length: 0}));
    this.names = new RecentNames();
    this.writtenFrom = Infinity;
    this.hidesMatches = false;
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
      const isSeen = match.length > 0 && !this.hidesMatches && !this.isHidden(match, symbol);
      inputs.push(first + (isSeen ? this.text.text[match.position] : 0), first + symbols + (isSeen ? this.lengthClass(match) : 0));
      first += symbols + TextHistory.LENGTHS.length + 2;
    });
    if (this.readsNames) {
      this.names.read(symbol, this.isLetter[symbol], this.text.length > this.writtenFrom);
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
    const isRun = this.text.length - match.position === 1 && match.length <= TextHistory.MAX_RUN;
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

/**
 * The kernel in WebAssembly, a stack machine: y += scales * (w x) for the rows of a matrix of bytes. A vector has four numbers;
 * each turn of the inner loop multiplies eight weights. The arguments are addresses, the last two those after the last row and
 * the last input.
 */
const KERNEL = `
  loop
    zeros set sum  zeros set sum2  get x set at
    loop
      get w load8 set eight
      get sum  get eight low float  get at load v* v+ set sum
      get sum2  get eight high float  get at loadNext v* v+ set sum2
      get w int 8 + set w
      get at int 32 + set at
      get at get xEnd < again
    end
    get sum get sum2 v+ set sum
    get y
      get y f.load
      get scales f.load  get sum lane 0 get sum lane 1 f.+ get sum lane 2 f.+ get sum lane 3 f.+  f.*
    f.+ f.store
    get scales int 4 + set scales
    get y int 4 + set y
    get y get yEnd < again
  end
end`;
const ARGUMENTS = ["w", "scales", "x", "y", "yEnd", "xEnd"];
const LOCALS = [...ARGUMENTS, "at", "sum", "sum2", "eight"]; // a number, then three vectors
/** The words of the kernel in WebAssembly's binary format; i8x16, i16x8 and i32x4 are its names for vectors of integers. */
const WORDS = {
  "loop": [0x03, 0x40], "again": [0x0d, 0], "end": [0x0b], "get": [0x20], "set": [0x21], "int": [0x41], "+": [0x6a], "<": [0x49],
  "f.load": [0x2a, 2, 0], "f.store": [0x38, 2, 0], "f.+": [0x92], "f.*": [0x94],
  "load": [0xfd, 0x00, 0, 0], "loadNext": [0xfd, 0x00, 0, 16], // v128.load, of this address and of that 16 bytes further
  "load8": [0xfd, 0x01, 0, 0], // i16x8.load8x8_s
  "low": [0xfd, 0xa7, 1], "high": [0xfd, 0xa8, 1], "float": [0xfd, 0xfa, 1], // i32x4.extend_…_i16x8_s, f32x4.convert_i32x4_s
  "v+": [0xfd, 0xe4, 1], "v*": [0xfd, 0xe6, 1], "zeros": [0xfd, 0x0c, ...Array(16).fill(0)], "lane": [0xfd, 0x1f],
};

/** The kernel as a module that imports a memory and exports one function. */
function assembled() {
  const code = KERNEL.trim().split(/\s+/).flatMap((word) =>
    WORDS[word] ?? (LOCALS.includes(word) ? LOCALS.indexOf(word) : Number(word)));
  const length = (bytes) => [bytes.length & 127 | 128, bytes.length >> 7];
  const section = (id, ...bytes) => [id, ...length(bytes), ...bytes];
  const body = [2, 1, 0x7f, 3, 0x7b, ...code]; // two kinds of locals: one i32, three v128
  return Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // magic number and version
    ...section(1, 1, 0x60, ARGUMENTS.length, ...ARGUMENTS.map(() => 0x7f), 0), // one type, of i32 arguments without a result
    ...section(2, 1, 1, 0x6d, 1, 0x6d, 2, 0, 1), // the memory m of the module m, of at least one page
    ...section(3, 1, 0), ...section(7, 1, 1, 0x66, 0, 0), // one function, exported as f
    ...section(10, 1, ...length(body), ...body));
}

/** Products of matrices and vectors, in a memory that JavaScript and the kernel share. */
class Products {
  static PAGE = 1 << 16;

  #buffer;
  #kernel; // undefined where the browser lacks WebAssembly or its vectors
  #used = 0;

  /** @param bytes size of the memory */
  constructor(bytes) {
    try {
      const memory = new WebAssembly.Memory({initial: Math.ceil(bytes / Products.PAGE)});
      this.#kernel = new WebAssembly.Instance(new WebAssembly.Module(assembled()), {m: {m: memory}}).exports.f;
      this.#buffer = memory.buffer;
    } catch {
      this.#buffer = new ArrayBuffer(bytes);
    }
  }

  /** Zeros in the memory; an x of the product has a multiple of eight. */
  zeros(Type, length) {
    const array = new Type(this.#buffer, this.#used, length);
    this.#used += (array.byteLength + 7) & ~7;
    return array;
  }

  /** A matrix of the page's JSON; its rows are padded to a multiple of eight columns. */
  matrix({scales, values}, columns) {
    const factors = new Float32Array(bytes(scales));
    const rounded = new Int8Array(bytes(values));
    if (rounded.length !== factors.length * columns) {
      throw new Error("The page is damaged: a matrix has " + rounded.length + " weights instead of " + factors.length * columns
        + ". Export it again.");
    }
    const matrix = {scales: this.zeros(Float32Array, factors.length), w: this.zeros(Int8Array, factors.length * padded(columns))};
    matrix.scales.set(factors);
    for (let row = 0; row < factors.length; row++) {
      matrix.w.set(rounded.subarray(row * columns, (row + 1) * columns), row * padded(columns));
    }
    return matrix;
  }

  /** y += matrix x */
  add({w, scales}, x, y) {
    if (this.#kernel) {
      this.#kernel(w.byteOffset, scales.byteOffset, x.byteOffset, y.byteOffset, y.byteOffset + y.byteLength,
        x.byteOffset + x.byteLength);
      return;
    }
    for (let row = 0, at = 0; row < y.length; row++) {
      let [a, b, c, d] = [0, 0, 0, 0]; // sums that do not wait for each other
      for (let j = 0; j < x.length; j += 4, at += 4) {
        a += w[at] * x[j];
        b += w[at + 1] * x[j + 1];
        c += w[at + 2] * x[j + 2];
        d += w[at + 3] * x[j + 3];
      }
      y[row] += scales[row] * (a + b + c + d);
    }
  }
}

function padded(columns) {
  return (columns + 7) & ~7;
}

function sigmoid(value) {
  return 1 / (1 + Math.exp(-value));
}

/** A layer of LSTM units. The gates of its sums have Deeplearning4j's order: candidate, forget, output, input if not coupled. */
class Layer {
  /** @param inputs number of values that it reads */
  constructor(products, {units, input, recurrent, bias}, inputs) {
    this.units = units;
    this.products = products;
    this.bias = new Float32Array(bytes(bias));
    this.input = products.matrix(input, inputs);
    this.recurrent = products.matrix(recurrent, units);
    this.sums = products.zeros(Float32Array, this.bias.length);
    this.hidden = products.zeros(Float32Array, padded(units));
    this.cells = new Float32Array(units);
  }

  /** Reads the output of the layer below. */
  read(below) {
    this.sums.set(this.bias);
    this.products.add(this.input, below, this.sums);
    this.#step();
  }

  /** Reads an input of zeros and ones, as the first layer. */
  readOnes(ones) {
    const {sums, bias, input: {w, scales}} = this;
    const columns = w.length / sums.length;
    for (let k = 0, row = 0; k < sums.length; k++, row += columns) {
      let sum = 0;
      for (let i = 0; i < ones.length; i++) {
        sum += w[row + ones[i]];
      }
      sums[k] = bias[k] + scales[k] * sum;
    }
    this.#step();
  }

  #step() {
    const {units, sums, hidden, cells} = this;
    this.products.add(this.recurrent, hidden, sums);
    for (let k = 0; k < units; k++) {
      const forget = sigmoid(sums[units + k]);
      const input = sums.length === 3 * units ? 1 - forget : sigmoid(sums[3 * units + k]);
      cells[k] = forget * cells[k] + input * Math.tanh(sums[k]);
      hidden[k] = sigmoid(sums[2 * units + k]) * Math.tanh(cells[k]);
    }
  }
}

/** A network that reads a text, character by character. */
class Network {
  /** @param data a network of the page's JSON */
  constructor(data) {
    this.text = {vocabulary: data.vocabulary, matches: data.matches, names: data.names};
    this.characters = data.vocabulary.map((character) => String.fromCodePoint(character));
    this.symbols = new Map(this.characters.map((character, symbol) => [character, symbol]));
    const arrays = [data.output, ...data.layers.flatMap((layer) => [layer, layer.input, layer.recurrent])];
    // Twice the length in base64 is more than enough, for padded rows and for the sums of each bias too.
    this.products = new Products(Products.PAGE + 2 * arrays.flatMap(Object.values).reduce((sum, {length}) => sum + (length || 0), 0));
    let inputs = new TextHistory(data).size;
    this.layers = data.layers.map((layer) => {
      const made = new Layer(this.products, layer, inputs);
      inputs = layer.units;
      return made;
    });
    this.weights = this.products.matrix(data.output, inputs);
    this.bias = new Float32Array(bytes(data.output.bias));
    this.logs = this.products.zeros(Float32Array, this.bias.length);
    this.reset();
  }

  /** Begins another text. */
  reset() {
    this.history = new TextHistory(this.text);
    this.layers.forEach(({hidden, cells}) => [hidden, cells].forEach((state) => state.fill(0)));
  }

  /** The cell states of all layers after tanh, times 127. */
  states() {
    return Int8Array.from(this.layers.flatMap(({cells}) => Array.from(cells, (cell) => Math.round(127 * Math.tanh(cell)))));
  }

  /** The symbol of a character; 0, the unknown symbol, if it has none of its own. */
  symbolOf(character) {
    return this.symbols.get(character) ?? 0;
  }

  /** Reads a symbol; returns the logarithms of the next one's probabilities, valid until the next step. */
  step(symbol) {
    const {layers, logs} = this;
    layers[0].readOnes(this.history.read(symbol));
    for (let k = 1; k < layers.length; k++) {
      layers[k].read(layers[k - 1].hidden);
    }
    logs.set(this.bias);
    this.products.add(this.weights, layers[layers.length - 1].hidden, logs);
    const sum = logOfSum(logs);
    for (let i = 0; i < logs.length; i++) {
      logs[i] -= sum;
    }
    return logs;
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
  static STATES = 4000; // letters whose states are kept

  #network;
  #current = 0;

  constructor(data) {
    this.#network = new Network(data);
  }

  stop() {
    this.#current++;
  }

  end() {
    this.stop();
  }

  /**
   * Reads a text, and then writes on if a request says how.
   *
   * @param own what the network has written after the text already
   * @param request length, and those of the Sampler; undefined to read
   * @param hidesMatches whether the network sees no matches
   * @param tell called with letters, each a character c, its probability p, the likeliest in its place and, of the first ones, the
   *   states after it, and with the share of the text that was read; the next slice begins when the promise that it returns is kept
   * @returns how it ended: "length", "read" or "stopped"
   */
  async run({text, own = "", request, hidesMatches}, tell) {
    const mine = ++this.#current;
    const network = this.#network;
    const given = Array.from((request ? text || "\n" : text) + own);
    const border = given.length - Array.from(own).length;
    const sampler = request && new Sampler(request);
    network.reset();
    network.history.hidesMatches = hidesMatches;
    let letters = [];
    let kept = 0;
    let logs; // undefined before the first character, which nothing predicts
    let since = performance.now();
    for (let i = 0; i < given.length + (request ? request.length : 0); i++) {
      if (request && i === border) {
        network.history.beginWriting();
      }
      const symbol = i < given.length ? network.symbolOf(given[i]) : sampler.draw(logs);
      const letter = i >= given.length || !request ? this.#letter(given[i] ?? network.characters[symbol], symbol, logs) : undefined;
      logs = network.step(symbol);
      if (letter) {
        letter.states = kept++ < Engine.STATES ? network.states() : undefined;
        letters.push(letter);
      }
      if (performance.now() - since > Engine.SLICE) {
        await tell(letters, Math.min(1, (i + 1) / given.length));
        letters = [];
        since = performance.now();
        if (mine !== this.#current) {
          return "stopped";
        }
      }
    }
    await tell(letters, 1);
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
      waiting.delete(id);
    } else if (job) {
      const tell = (letters, read) => new Promise((resolve) => {
        waiting.set(id, resolve);
        postMessage({id, letters, read});
      });
      engine.run(job, tell).then((end) => postMessage({id, end}), (error) => postMessage({id, failure: error.message}));
    } else {
      engine.stop();
    }
  };
}
