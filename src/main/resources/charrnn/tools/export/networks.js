/* The networks of the page. Those of one name are the stages of a training: a curve of their losses over a slider. */

const networkBox = document.getElementById("networks");
const stageSlider = document.getElementById("stage");
const curve = document.getElementById("curve");

function duration(seconds) {
  return seconds < 100 ? whole(seconds) + " s" : seconds < 6000 ? whole(seconds / 60) + " min" : tidy(seconds / 3600) + " h";
}

/** Such as "step 400 · 1.6 M characters in 25 s · loss 1.31". */
function stage({step, chars, seconds, loss}) {
  const losses = loss === undefined ? [] : ["loss " + loss.toFixed(2)];
  return ["step " + whole(step), count(chars) + " characters in " + duration(seconds), ...losses].join(" · ");
}

/** Offers the choice among networks where there are several; each one chosen, the first one too, is passed to a function. */
export function startNetworks(networks, choose) {
  const names = [...new Set(networks.map(({name}) => name))];
  let stages;
  const show = () => {
    const network = stages[stageSlider.value];
    document.querySelector("output[for=stage]").value = stage(network);
    stageSlider.setAttribute("aria-valuetext", stage(network));
    [...curve.querySelectorAll("b")].forEach((dot, i) => dot.classList.toggle("now", i === Number(stageSlider.value)));
    choose(network);
  };
  const take = (name) => {
    stages = networks.filter((network) => network.name === name).sort((a, b) => a.step - b.step);
    stageSlider.parentElement.hidden = stages.length === 1;
    networkBox.querySelector(".hint").hidden = stages.length === 1;
    stageSlider.max = stages.length - 1;
    stageSlider.value = stages.length - 1;
    draw(stages, (place) => {
      stageSlider.value = place;
      show();
    });
    show();
  };
  networkBox.hidden = networks.length === 1;
  if (names.length > 1) {
    networkBox.prepend(choice("Trained on", names.map((name) => [name, name]), take));
  }
  stageSlider.addEventListener("input", show);
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
