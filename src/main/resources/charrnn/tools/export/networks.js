/* The networks of the page. Those of one name are the stages of a training: a curve of their losses, the validation loss in bits per
   character, over a slider. */

const networkBox = document.getElementById("networks");
const stageSlider = document.getElementById("stage");
const curve = document.getElementById("curve");
const play = document.getElementById("play");
/** How long a stage's text stays before the next stage, in milliseconds: enough to read a few lines. */
const PAUSE = 3000;

function duration(seconds) {
  return seconds < 100 ? whole(seconds) + " s" : seconds < 6000 ? whole(seconds / 60) + " min" : tidy(seconds / 3600) + " h";
}

/** Such as "step 400 · 1.6 M characters in 25 s · 1.31 bits per character of unseen text". */
function stage({step, chars, seconds, loss}) {
  const losses = loss === undefined ? [] : [loss.toFixed(2) + " bits per character of unseen text"];
  return ["step " + whole(step), count(chars) + " characters in " + duration(seconds), ...losses].join(" · ");
}

/**
 * Offers the choice among networks where there are several.
 *
 * @param choose called with each network that is chosen, the first one too; its promise is kept when the network has written
 */
export function startNetworks(networks, choose) {
  const names = [...new Set(networks.map(({name}) => name))];
  let stages;
  let playing; // what plays now, an object of its own
  const show = () => {
    const network = stages[stageSlider.value];
    document.querySelector("output[for=stage]").value = stage(network);
    stageSlider.setAttribute("aria-valuetext", stage(network));
    [...curve.querySelectorAll("b")].forEach((dot, i) => dot.classList.toggle("now", i === Number(stageSlider.value)));
    return choose(network);
  };
  const pause = () => {
    playing = undefined;
    play.textContent = "▶ Play";
  };
  const go = (place) => {
    pause();
    stageSlider.value = place;
    show();
  };
  const playAll = async () => {
    const mine = playing = {};
    play.textContent = "❚❚ Pause";
    const last = stages.length - 1;
    for (let place = Number(stageSlider.value) === last ? 0 : Number(stageSlider.value); place <= last; place++) {
      stageSlider.value = place;
      await show();
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      if (playing !== mine) {
        return;
      }
    }
    pause();
  };
  const take = (name) => {
    stages = networks.filter((network) => network.name === name).sort((a, b) => a.step - b.step);
    document.querySelector(".training").hidden = stages.length === 1;
    stageSlider.max = stages.length - 1;
    draw(stages, go);
    go(stages.length - 1);
  };
  networkBox.hidden = networks.length === 1;
  if (names.length > 1) {
    networkBox.prepend(choice("Trained on", names.map((name) => [name, name]), take));
  }
  stageSlider.addEventListener("input", () => go(stageSlider.value));
  play.addEventListener("click", () => playing ? pause() : playAll());
  document.getElementById("stop").addEventListener("click", pause);
  document.addEventListener("keydown", ({key}) => key === "Escape" && pause());
  take(names[0]);
}

/** Draws the losses above the slider's places, which a click chooses. */
function draw(stages, click) {
  curve.hidden = stages.length === 1 || stages.some(({loss}) => loss === undefined);
  if (!curve.hidden) {
    const top = Math.max(...stages.map(({loss}) => loss));
    const places = stages.map(({loss}, i) => [100 * i / (stages.length - 1), 100 - 100 * loss / top]);
    curve.querySelector("polyline").setAttribute("points", places.join(" "));
    curve.querySelectorAll("b").forEach((dot) => dot.remove());
    curve.append(...places.map(([x, y], i) => {
      const dot = html("b", {}, html("span", {}, stages[i].loss.toFixed(2)));
      Object.assign(dot.style, {left: x + "%", top: y + "%"});
      dot.addEventListener("click", () => click(i));
      return dot;
    }));
  }
}
