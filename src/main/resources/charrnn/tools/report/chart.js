/* Curves over the training, drawn by uPlot, with their events, the best value, and the values at the pointer. */

const NEAR = 14; // pixels from the pointer to a value that the legend shows

/** A colour of the page's style sheet, such as k0. */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name);
}

/** 12:30 min · step 1,200 · 2.46 M characters */
function moment(at) {
  return duration(at.seconds) + " · step " + whole(at.step) + " · " + count(at.chars) + " characters";
}

/** The quantile of the values for a share from 0 to 1. */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** The moments of curves in the order of an axis, and a column with the values of each curve: undefined where it has none. */
function aligned(series, axis) {
  const moments = [...new Map(series.flatMap(({points}) => points.map(({at}) => [at[axis], at]))).values()]
    .sort((a, b) => a[axis] - b[axis]);
  const columns = series.map(({points}) => {
    const values = new Map(points.map(({at, y}) => [at[axis], y]));
    return moments.map((at) => values.get(at[axis]));
  });
  return {moments, columns};
}

/** 1, 2 and 5 times the powers of ten in a range; only the powers if there are many, and other digits if there are few. */
function logTicks(low, high) {
  const first = Math.floor(Math.log10(low));
  const powers = Array.from({length: Math.floor(Math.log10(high)) - first + 1}, (_, i) => first + i);
  const ticks = (digits) => powers.flatMap((power) => digits.map((digit) => Number(digit + "e" + power)))
    .filter((tick) => tick >= low && tick <= high);
  const few = ticks(powers.length > 3 ? [1] : [1, 2, 5]);
  return few.length > 1 ? few : ticks([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9]);
}

/** The lowest and the highest value to show of curves, whose values are between low and high. */
function valueRange(curves, low, high, {fromZero, log, closeUp}) {
  if (low === null) {
    return [0, 1];
  }
  const bottom = fromZero ? 0 : low;
  const usual = closeUp ? curves.filter((ys) => ys.length).map((ys) => quantile(ys, 0.9)) : [high];
  const top = Math.min(high, Math.max(bottom * 1.05, ...usual));
  if (log) {
    return bottom < top ? [bottom / 1.1, top * 1.1] : [bottom / 2, top * 2];
  }
  const room = top > bottom ? (top - bottom) * 0.06 : Math.abs(top) * 0.1 || 1;
  return [fromZero ? 0 : bottom - room, top + room];
}

/**
 * A figure with a title, curves, and a legend with the values at the pointer, which charts of the same axis share.
 *
 * spec.series: [{name, colour (such as k0), look ("line", "faint" or "dots"), points: [{at, y}]}]; a faint one is not in the legend
 * spec.events: [{at, text}]; spec.best: {at, y}
 * spec.format: formats a value; spec.log: a logarithmic scale; spec.fromZero: the scale begins at 0; spec.closeUp: the
 *   scale leaves out the steep beginning
 * spec.height; spec.axis: one of the names in AXES
 */
class Chart {
  #spec;
  #axis;
  #moments;
  #whole = false;
  #plot;

  constructor(spec) {
    this.#spec = {events: [], axis: "seconds", ...spec};
    this.#axis = this.#spec.axis;
    const box = html("div", {class: "plot"});
    this.spoken = html("span", {class: "spoken", "aria-live": "polite"});
    this.figure = html("figure", {class: "chart"}, html("figcaption", {}, html("h3", {}, spec.title)), box, this.spoken);
    this.#plot = new uPlot(this.#options(), this.#data(), box);
    this.#listenToKeys();
    new ResizeObserver(() => this.#plot.setSize({width: Math.max(1, box.clientWidth), height: this.#spec.height})).observe(box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** Draws the curves over another axis. */
  setAxis(axis) {
    this.#axis = axis;
    this.#plot.setData(this.#data());
  }

  setWhole(whole) {
    this.#whole = whole;
    this.#plot.setData(this.#plot.data);
  }

  draw() {
    this.#plot.redraw(false, true);
  }

  #data() {
    const {moments, columns} = aligned(this.#spec.series, this.#axis);
    this.#moments = moments;
    return [moments.map((at) => at[this.#axis]), ...columns];
  }

  #options() {
    const {height, log, closeUp} = this.#spec;
    const shown = (plot) => plot.data.slice(1).filter((_, i) => plot.series[i + 1].show)
      .map((ys) => ys.filter((y) => y !== undefined));
    const filter = (plot, ticks) => ticks;
    // uPlot's own ticks need a range that begins at a power of ten.
    const splits = (plot, i, low, high) => logTicks(low, high);
    const axis = {stroke: () => colour("soft"), font: "11px system-ui, sans-serif", ticks: {show: false}};
    return {
      width: 300,
      height,
      padding: [14, 24, 0, 0],
      series: [{label: " ", value: (plot, x, series, i) => this.#words(i)}, ...this.#spec.series.map((series) => this.#curve(series))],
      scales: {
        x: {time: false, range: (plot, low, high) => [0, high || 1]},
        y: {distr: log ? 3 : 1, range: (plot, low, high) =>
          valueRange(shown(plot), low, high, {...this.#spec, closeUp: closeUp && !this.#whole})},
      },
      axes: [
        {...axis, grid: {show: false}, size: 30, space: 70, incrs: () => AXES[this.#axis].steps,
          values: (plot, ticks) => ticks.map((tick) => tick === 0 ? "0" : AXES[this.#axis].format(tick))},
        {...axis, grid: {stroke: () => colour("grid"), width: 1, filter}, filter, size: 46, space: 40, ...(log ? {splits} : {}),
          values: (plot, ticks) => ticks.map((tick) => tick === null ? "" : tick >= 1e4 ? count(tick) : tidy(tick))},
      ],
      cursor: {y: false, drag: {x: false}, hover: {prox: NEAR}, sync: {key: this.#spec.axis}},
      hooks: {
        draw: [(plot) => this.#mark(plot)],
        setSeries: [(plot, i, {show}) => this.#showFaint(plot, i, show)],
      },
    };
  }

  #curve({name, colour: key, look, points}) {
    const stroke = () => colour(key);
    return {
      label: name || " ",
      class: key.replace("k", "c"),
      stroke,
      width: look === "faint" ? 1 : 2,
      alpha: look === "faint" ? 0.3 : 1,
      points: {show: points.length === 1 || look === "dots" && points.length <= 60, size: 5, fill: stroke},
      value: (plot, y, i, at) => this.#value(plot, at === null ? undefined : y, points.at(-1)),
    };
  }

  /** The value at the pointer or, if it is elsewhere, the last one. */
  #value(plot, y, last) {
    const shown = y ?? ((plot.cursor.idx ?? null) === null ? last?.y : undefined);
    return shown === undefined ? "" : this.#spec.format(shown);
  }

  /** The time of the pointer, and an event there. */
  #words(i) {
    const at = this.#moments[i];
    if (at === undefined) {
      return "";
    }
    const near = (event) => Math.abs(event.at[this.#axis] - at[this.#axis]) * 100 < this.#moments.at(-1)[this.#axis];
    return [moment(at), ...this.#spec.events.filter(near).slice(0, 1).map(({text}) => text)].join(" · ");
  }

  /** The legend hides a curve together with the faint one of its colour. */
  #showFaint(plot, i, show) {
    const {series} = this.#spec;
    const faint = series.findIndex(({look, colour: key}) => look === "faint" && key === series[i - 1]?.colour) + 1;
    if (faint > 0 && faint !== i && plot.series[faint].show !== show && show !== undefined) {
      plot.setSeries(faint, {show});
    }
  }

  /** Draws the events, the best value and the place of the sample. */
  #mark(plot) {
    const {ctx, bbox} = plot;
    const dot = devicePixelRatio;
    const bottom = bbox.top + bbox.height;
    const left = (at) => plot.valToPos(at[this.#axis], "x", true);
    const line = (x, top, name, width, dash) => {
      Object.assign(ctx, {strokeStyle: colour(name), lineWidth: width * dot});
      ctx.setLineDash(dash.map((length) => length * dot));
      ctx.stroke(new Path2D(`M${x} ${top}V${bottom}`));
    };
    ctx.save();
    this.#spec.events.forEach(({at}) => {
      line(left(at), bbox.top, "k6", 1, [2, 3]);
      ctx.fillStyle = colour("k6");
      ctx.fill(new Path2D(`M${left(at) - 4 * dot} ${bbox.top}h${8 * dot}l${-4 * dot} ${7 * dot}z`));
    });
    if (this.sampleAt) {
      line(left(this.sampleAt), bottom - 9 * dot, "ink", 3, []);
    }
    const {best, format} = this.#spec;
    const y = best && plot.valToPos(best.y, "y", true);
    if (best && y >= bbox.top && y <= bottom) {
      const x = left(best.at);
      Object.assign(ctx, {strokeStyle: colour("ink"), fillStyle: colour("ink"), lineWidth: 1.8 * dot,
        font: "600 " + 12 * dot + "px system-ui, sans-serif", textAlign: x > bbox.left + bbox.width / 2 ? "right" : "left"});
      ctx.setLineDash([]);
      ctx.beginPath();
      ctx.arc(x, y, 6 * dot, 0, 2 * Math.PI);
      ctx.stroke();
      ctx.fillText("best " + format(best.y), x, y - 13 * dot);
    }
    ctx.restore();
  }

  /** The arrow keys read the values, aloud in a screen reader; Enter in the legend hides a curve. */
  #listenToKeys() {
    const plot = this.#plot;
    const area = plot.over;
    // In the role of an application, a screen reader passes the arrow keys on; in that of an image it does not.
    Object.entries({tabindex: 0, role: "application", "aria-roledescription": "chart",
      "aria-label": this.#spec.title + " as curves; the arrow keys read their values"})
      .forEach(([name, value]) => area.setAttribute(name, value));
    area.addEventListener("blur", () => plot.setCursor({left: -10, top: -10}));
    area.addEventListener("keydown", (event) => {
      const last = this.#moments.length - 1;
      const now = plot.cursor.idx ?? last;
      const far = Math.max(1, Math.round(last / 20));
      const next = {ArrowLeft: now - 1, ArrowRight: now + 1, PageDown: now - far, PageUp: now + far, Home: 0, End: last}[event.key];
      if (next !== undefined) {
        event.preventDefault();
        const at = this.#moments[Math.min(last, Math.max(0, next))];
        plot.setCursor({left: plot.valToPos(at[this.#axis], "x"), top: 0});
        this.spoken.textContent = Array.from(plot.root.querySelectorAll(".u-series:not(.faint)"),
          (row) => Array.from(row.children, (cell) => cell.textContent).join(" ").trim()).join(" · ");
      }
    });
    plot.root.querySelectorAll(".u-series:not(:first-child)").forEach((row, i) => row.classList.add(this.#spec.series[i].look));
    plot.root.querySelectorAll(".u-series:not(:first-child) th").forEach((label) => {
      Object.entries({tabindex: 0, role: "button"}).forEach(([name, value]) => label.setAttribute(name, value));
      label.addEventListener("keydown", (event) => event.key === "Enter" && label.click());
    });
  }
}
