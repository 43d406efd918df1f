/* The card beside a character: how likely it was, and what else could have come. */

const box = html("div", {class: "card", role: "dialog", "aria-live": "polite", "aria-label": "What could have come here", hidden: ""});
document.body.append(box);
let back; // what gets the focus when the card that is held closes

/** Such as 62 %, and < 0.1 % for what is less. */
export function share(probability) {
  return probability < 0.001 ? "< 0.1 %" : percent(probability);
}

function likelihood(letter) {
  const chosen = letter.mine ? ["your choice"] : [];
  const known = letter.p === undefined ? [] : [share(letter.p) + " likely", (-Math.log2(letter.p)).toFixed(2) + " bits"];
  return [...chosen, ...known].join(" · ");
}

function bar(probability) {
  const inner = html("span", {class: "bar"});
  inner.style.width = probability * 100 + "%";
  return html("span", {class: "track"}, inner);
}

function row([character, probability], letter, choose) {
  const came = character === letter.c;
  const button = html("button", {type: "button", class: came ? "came" : ""}, html("span", {class: "name"}, named(character)),
    bar(probability), html("span", {class: "share"}, share(probability)));
  button.disabled = came;
  button.addEventListener("click", () => choose(character));
  return html("li", {}, button);
}

function another(choose) {
  const input = html("input", {type: "text", maxlength: 2, size: 2, autocomplete: "off", spellcheck: "false"});
  input.addEventListener("keydown", (event) => {
    const [character] = Array.from(input.value);
    if (event.key === "Enter" && character && !event.ctrlKey) {
      choose(character);
    }
  });
  return html("label", {class: "another"}, "another one ", input, html("kbd", {}, "⏎"));
}

function fill(letter, number, choose, note = "") {
  box.replaceChildren(
    html("p", {class: "what"}, html("strong", {}, named(letter.c)), " ", html("span", {}, "character " + whole(number))),
    html("p", {}, [likelihood(letter), note].filter(Boolean).join(" · ")),
    html("ol", {}, ...letter.top.map((one) => row(one, letter, choose))));
}

/** Beside the character, below it where there is room. */
function place(anchor) {
  const at = anchor.getBoundingClientRect();
  const {width, height} = box.getBoundingClientRect();
  const below = at.bottom + 6;
  const top = below + height > innerHeight - 8 ? at.top - height - 6 : below;
  box.style.left = Math.max(8, Math.min(at.left - 14, document.documentElement.clientWidth - width - 8)) + "px";
  box.style.top = Math.max(8, Math.min(top, innerHeight - height - 8)) + "px";
}

export function isHeld() {
  return box.classList.contains("held");
}

/** Tells of a letter, with a note, as long as it is pointed at; not while another card is held. */
export function showCard(anchor, letter, number, note) {
  if (!isHeld()) {
    fill(letter, number, () => {}, note);
    box.append(html("p", {class: "hint"}, "Click to continue with another character."));
    box.hidden = false;
    place(anchor);
  }
}

/** Lets a person choose another character. */
export function holdCard(anchor, letter, number, choose) {
  const close = (character) => {
    closeCard();
    choose(character);
  };
  fill(letter, number, close);
  box.append(another(close), html("p", {class: "hint"}, "Choose what comes here instead; the network goes on from there."));
  box.classList.add("held");
  box.hidden = false;
  back = anchor.closest("pre");
  place(anchor);
  box.querySelector("button:enabled, input").focus({preventScroll: true});
}

/** Away with a card that is not held. */
export function leaveCard() {
  if (!isHeld()) {
    box.hidden = true;
  }
}

export function closeCard() {
  if (isHeld()) {
    box.classList.remove("held");
    if (box.contains(document.activeElement) || document.activeElement === document.body) {
      back.focus({preventScroll: true});
    }
  }
  box.hidden = true;
}

box.addEventListener("keydown", (event) => {
  const buttons = [...box.querySelectorAll("button:enabled, input")];
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (step) {
    event.preventDefault();
    buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
  }
});
document.addEventListener("pointerdown", (event) => {
  if (isHeld() && !box.contains(event.target)) {
    closeCard();
  }
});
addEventListener("scroll", leaveCard, {passive: true, capture: true});
