/* A text on its way or complete: each character with its colour, and the figures. */

import {closeCard, holdCard, leaveCard, showCard} from "./alternatives.js";
import {figures} from "./figures.js";

/** Least probability of each level of colour but the last. */
const LEVELS = [0.9, 0.5, 0.2, 0.05, 0.01];

/** Shows the levels in the page's legend. */
export function showLevels() {
  const limits = LEVELS.map((least) => whole(100 * least));
  const names = limits.map((least, i) => i === 0 ? "over " + least : least + "–" + limits[i - 1]);
  document.querySelector(".legend ol").replaceChildren(...[...names, "under " + limits.at(-1)]
    .map((name, i) => html("li", {class: "l" + i}, name + " %")));
}

/** Why a text ended, from the server's finish_reason and the request; or that it was stopped or failed. */
function ending(sample) {
  const limit = sample.request.constrain ? "closed at the length limit" : "length reached";
  return {length: limit, stop: "function ended", read: "read", stopped: "stopped", failed: "failed"}[sample.end];
}

function level(letter) {
  const found = LEVELS.findIndex((least) => letter.p >= least);
  return letter.p === undefined ? "l0" : "l" + (found < 0 ? LEVELS.length : found);
}

function classes(letter, colour) {
  return colour + (letter.mine ? " mine" : "") + (letter.c === "\n" ? " newline" : "");
}

export function written(sample) {
  return sample.letters.map((letter) => letter.c).join("");
}

/** The heading of a pane: "temperature 0.70", with the model where there are several. A text that was read has none. */
export function heading(request) {
  if (request.temperature === undefined) {
    return "your text";
  }
  return (request.model ? request.model + " · " : "") + "temperature " + request.temperature.toFixed(2);
}

/** Such as "seed 17 · top-p 0.90". */
export function describe(request) {
  return [...(request.seed === undefined ? [] : ["seed " + request.seed]),
    ...(request.top_p < 1 ? ["top-p " + percent(request.top_p)] : []),
    ...(request.top_k > 0 ? ["top-k " + request.top_k] : []),
    ...(request.constrain ? ["C’s grammar"] : []),
    ...(request.until ? ["one function"] : []),
    ...(request.matches === false ? ["without matches"] : [])].join(" · ");
}

export class Pane {
  #sample;
  #branch;
  #spans = [];
  #here = 0;
  #began; // when the text was requested
  #arrived = 0;
  #drawing = false;
  #updated = 0; // when the figures were shown last
  #state = html("span", {class: "state"});
  #prompt;
  #text;
  #line; // the last one
  #note = () => "";
  #figures = html("dl", {class: "figures"});

  /**
   * @param sample what it shows, and fills while the network writes
   * @param branch called with a place and the character that is to stand there
   */
  constructor(sample, branch) {
    this.#sample = sample;
    this.#branch = branch;
    this.#prompt = html("span", {class: "given"}, sample.prompt);
    this.#text = html("pre", {class: "letters", tabindex: 0, "aria-label": "What the network wrote or read; the arrow keys move "
      + "from character to character, Enter lets one be changed"});
    this.#beginLine(this.#prompt);
    this.#append(sample.letters);
    const copy = html("button", {type: "button", class: "plain copy"}, "copy");
    copy.addEventListener("click", () => this.#copy(copy));
    const download = html("button", {type: "button", class: "plain download"}, "download");
    download.addEventListener("click", () => this.#download());
    const origin = sample.from ? "sample " + sample.number + ", branched off " + sample.from : "sample " + sample.number;
    this.element = html("article", {class: "pane", "aria-label": "Sample " + sample.number},
      html("header", {}, html("h3", {}, heading(sample.request)), this.#state,
        html("p", {}, [origin, describe(sample.request)].filter(Boolean).join(" · ")), copy, download),
      this.#figures, this.#text);
    this.#listen();
    this.update();
  }

  #append(letters) {
    for (const letter of letters) {
      this.#line.append(this.#span(letter));
      if (letter.c === "\n") {
        this.#beginLine();
      }
    }
  }

  /** Begins a line. Each is a block: a browser lays out the last line alone when it grows, instead of the whole text. */
  #beginLine(...nodes) {
    this.#line = html("span", {class: "line"}, ...nodes);
    this.#text.append(this.#line);
  }

  #span(letter) {
    const span = html("span", {class: classes(letter, level(letter))}, letter.c);
    this.#spans.push(span);
    return span;
  }

  /**
   * Colours the letters otherwise.
   *
   * @param shade the class of a letter
   * @param note what its card says of it
   */
  colour(shade = level, note = () => "") {
    this.#note = note;
    this.#spans.forEach((span, i) => {
      const letter = this.#sample.letters[i];
      span.className = classes(letter, shade(letter)) + (span.classList.contains("here") ? " here" : "");
    });
  }

  /** Scrolls to the beginning or, if the prompt takes more than half of the visible text, to the end of the prompt. */
  showWritten() {
    const text = this.#text;
    const promptEnd = this.#prompt.offsetTop + this.#prompt.offsetHeight - text.offsetTop;
    text.scrollTop = promptEnd > text.clientHeight / 2 ? promptEnd - 60 : 0;
  }

  /** Moves the focus to the text, for its keys. */
  focus() {
    this.#text.focus({preventScroll: true});
  }

  /** Starts the clock of the speed; called at the request. */
  begin() {
    this.#began = performance.now();
  }

  /** Shows letters that are new. */
  add(letters) {
    this.#arrived += letters.length;
    this.#sample.speed = Math.round(1000 * this.#arrived / (performance.now() - this.#began));
    this.#sample.letters.push(...letters);
    this.#append(letters);
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
    if (performance.now() - this.#updated > 250) { // the figures are sums over all letters
      this.update();
    }
  }

  /** Shows the sample's figures as they are now. */
  update() {
    this.#updated = performance.now();
    const sample = this.#sample;
    this.element.classList.toggle("writing", !sample.end);
    this.#state.textContent = sample.end ? ending(sample) : sample.request.temperature === undefined ? "reading …"
      : sample.read < 1 ? "reading the beginning, " + percent(sample.read) : "writing …";
    this.#figures.replaceChildren(...figures(sample));
  }

  #listen() {
    const text = this.#text;
    text.addEventListener("pointerover", (event) => {
      const i = this.#spans.indexOf(event.target);
      if (i >= 0) {
        this.#show(i);
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

  #show(i) {
    const letter = this.#sample.letters[i];
    showCard(this.#spans[i], letter, i + 1, this.#note(letter));
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
      this.#show(this.#here);
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

  #whole() {
    return this.#sample.prompt + written(this.#sample);
  }

  #download() {
    const file = URL.createObjectURL(new Blob([this.#whole()], {type: "text/plain"}));
    html("a", {href: file, download: "sample-" + this.#sample.number + ".c"}).click();
    setTimeout(() => URL.revokeObjectURL(file), 10_000);
  }

  async #copy(button) {
    try {
      await navigator.clipboard.writeText(this.#whole());
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
