/* A text on its way or complete: each character with its colour, and the figures. */

import {closeCard, holdCard, leaveCard, showCard} from "./alternatives.js";

/** Least probability of each level of colour but the last. */
const LEVELS = [0.9, 0.5, 0.2, 0.05, 0.01];
const ENDS = {
  length: "", stop: "function ended", stopped: "stopped", failed: "failed",
};

function level(letter) {
  const found = LEVELS.findIndex((least) => letter.p >= least);
  return letter.p === undefined ? "l0" : "l" + (found < 0 ? LEVELS.length : found);
}

/** Bits per character, of those that the network chose; a dash where it has not chosen any. */
export function meanBits(sample) {
  const own = sample.letters.filter((letter) => !letter.mine);
  const bits = own.reduce((sum, letter) => sum - Math.log2(letter.p), 0) / own.length;
  return own.length === 0 ? "–" : bits.toFixed(2);
}

export function written(sample) {
  return sample.letters.map((letter) => letter.c).join("");
}

export function temperature(request) {
  return "temperature " + request.temperature.toFixed(2);
}

/** Such as "seed 17 · top-p 0.90". */
export function describe(request) {
  return ["seed " + request.seed,
    ...(request.top_p < 1 ? ["top-p " + request.top_p.toFixed(2)] : []),
    ...(request.top_k > 0 ? ["top-k " + request.top_k] : []),
    ...(request.constrain ? ["C’s structure"] : []),
    ...(request.until ? ["one function"] : [])].join(" · ");
}

export class Pane {
  #sample;
  #branch;
  #spans = [];
  #here = 0;
  #began; // when the first letters arrived
  #arrived = 0;
  #drawing = false;
  #state = html("span", {class: "state"});
  #prompt;
  #text;
  #figures = html("dl", {class: "figures"});

  /**
   * @param sample what it shows, and fills while the network writes
   * @param branch called with a place and the character that is to stand there
   */
  constructor(sample, branch) {
    this.#sample = sample;
    this.#branch = branch;
    this.#prompt = html("span", {class: "given"}, sample.prompt);
    this.#text = html("pre", {class: "letters", tabindex: 0, "aria-label": "What the network wrote; the arrow keys move "
      + "from character to character, Enter lets one be changed"}, this.#prompt);
    this.#text.append(...sample.letters.map((letter) => this.#span(letter)));
    const copy = html("button", {type: "button", class: "plain copy"}, "copy");
    copy.addEventListener("click", () => this.#copy(copy));
    const origin = sample.from ? "sample " + sample.number + ", branched off " + sample.from : "sample " + sample.number;
    this.element = html("article", {class: "pane", "aria-label": "Sample " + sample.number},
      html("header", {}, html("h3", {}, temperature(sample.request)),
        html("p", {}, origin + " · " + describe(sample.request)), this.#state, copy),
      this.#figures, this.#text);
    this.#listen();
    this.update();
  }

  #span(letter) {
    const span = html("span", {class: level(letter) + (letter.mine ? " mine" : "") + (letter.c === "\n" ? " newline" : "")},
      letter.c);
    this.#spans.push(span);
    return span;
  }

  /** Shows letters that are new. */
  add(letters) {
    this.#began ??= performance.now();
    this.#arrived += letters.length;
    this.#sample.speed = Math.round(this.#arrived / Math.max((performance.now() - this.#began) / 1000, 0.01));
    this.#sample.letters.push(...letters);
    this.#text.append(...letters.map((letter) => this.#span(letter)));
    if (!this.#drawing) {
      this.#drawing = true;
      requestAnimationFrame(() => this.#draw());
    }
  }

  /** Once a frame: what is new stays in view where the end was in view, and the figures grow. */
  #draw() {
    this.#drawing = false;
    const text = this.#text;
    if (text.scrollHeight - text.scrollTop - text.clientHeight < 80) {
      text.scrollTop = text.scrollHeight;
    }
    this.update();
  }

  /** Shows the sample's figures as they are now. */
  update() {
    const sample = this.#sample;
    this.element.classList.toggle("writing", !sample.end);
    this.#state.textContent = sample.end ? ENDS[sample.end] : "writing …";
    this.#figures.replaceChildren(...this.#rows().flatMap(([name, value, title]) =>
      html("div", {title}, html("dt", {}, name), html("dd", {}, value))));
  }

  #rows() {
    const {letters, speed} = this.#sample;
    return [
      ["characters", whole(letters.length), "Written by the network"],
      ["per second", speed ? whole(speed) : "–", "As they arrived here"],
      ["bits per character", meanBits(this.#sample),
        "How surprised the network was by what was drawn, on average; 0 is certain"],
      ...scoreRows(this.#sample.score),
    ];
  }

  #listen() {
    const text = this.#text;
    text.addEventListener("pointerover", (event) => {
      const i = this.#spans.indexOf(event.target);
      if (i >= 0) {
        showCard(event.target, this.#sample.letters[i], i + 1);
      }
    });
    text.addEventListener("pointerleave", leaveCard);
    text.addEventListener("click", (event) => {
      const i = this.#spans.indexOf(event.target);
      if (i >= 0) {
        this.#hold(i);
      }
    });
    text.addEventListener("keydown", (event) => this.#keyed(event));
    text.addEventListener("blur", leaveCard);
  }

  #hold(i) {
    this.#point(i);
    holdCard(this.#spans[i], this.#sample.letters[i], i + 1, (character) => this.#branch(i, character));
  }

  #point(i) {
    this.#spans[this.#here].classList.remove("here");
    this.#here = Math.min(this.#spans.length - 1, Math.max(0, i));
    this.#spans[this.#here].classList.add("here");
  }

  #keyed(event) {
    const to = {
      ArrowLeft: () => this.#here - 1, ArrowRight: () => this.#here + 1,
      ArrowUp: () => this.#lineAway(-1), ArrowDown: () => this.#lineAway(1),
      Home: () => 0, End: () => this.#spans.length - 1,
    }[event.key];
    if (this.#spans.length === 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (to) {
      event.preventDefault();
      closeCard();
      this.#point(to());
      this.#spans[this.#here].scrollIntoView({block: "nearest"});
      showCard(this.#spans[this.#here], this.#sample.letters[this.#here], this.#here + 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#hold(this.#here);
    }
  }

  /** The place so many lines further, in the same column where the line is long enough. */
  #lineAway(lines) {
    const {letters} = this.#sample;
    const starts = [0, ...letters.flatMap((letter, i) => letter.c === "\n" ? [i + 1] : [])];
    const now = starts.findLastIndex((start) => start <= this.#here);
    const to = Math.min(starts.length - 1, Math.max(0, now + lines));
    const end = to + 1 < starts.length ? starts[to + 1] - 1 : letters.length - 1;
    return Math.min(end, starts[to] + this.#here - starts[now]);
  }

  async #copy(button) {
    try {
      await navigator.clipboard.writeText(this.#sample.prompt + written(this.#sample));
      button.textContent = "copied";
    } catch {
      // Without https, or where it is forbidden: the person copies what is selected.
      getSelection().selectAllChildren(this.#text);
      button.textContent = "selected";
    }
    setTimeout(() => {
      button.textContent = "copy";
    }, 1500);
  }
}

/** @param score absent until the text is complete */
function scoreRows(score) {
  return [
    ["functions parse", score ? (score.functions ? score.parsesWithoutMacros + " of " + score.functions : "none") : "–",
      "Complete functions that tree-sitter's grammar of C takes, the commonest macros aside"],
    ["lexes", mark(score?.lexes), "Whether all of it is made of C's words, numbers, literals, comments and marks"],
    ["balances", mark(score?.balances), "Whether no bracket or #if is wrong"],
    ["closed at the end", mark(score?.endsClosed), "Whether no bracket, literal, comment or #if is left open"],
    ["distinct lines", score?.lines ? percent(score.distinctLines / score.lines) : "–",
      "Lines that are not said twice" + (score?.loops ? "; it runs in a loop" : "")],
  ];
}

function mark(is) {
  return is === undefined ? "–" : html("span", {class: is ? "yes" : "no"}, is ? "✓ yes" : "✗ no");
}
