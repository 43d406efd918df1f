/* Formats times and names, and chooses the round numbers of an axis. */

/** 45 s, 12 min, 12:30 min, 2:05 h */
function duration(seconds) {
  if (seconds < 60) {
    return tidy(seconds) + " s";
  }
  const two = (value) => String(value).padStart(2, "0");
  const all = Math.round(seconds);
  if (all < 3600) {
    return Math.floor(all / 60) + (all % 60 ? ":" + two(all % 60) : "") + " min";
  }
  const minutes = Math.round(all / 60);
  return Math.floor(minutes / 60) + ":" + two(minutes % 60) + " h";
}

/** gitCommit → git commit */
function words(name) {
  return name.replace(/([a-z])([A-Z])/g, (pair, before, after) => before + " " + after.toLowerCase());
}

/** Quotes a word for a shell command. */
function quoted(word) {
  return /^[\w@%+=:,.\/-]+$/.test(word) ? word : "'" + word.replace(/'/g, "'\\''") + "'";
}

/** The horizontal axes; each name is a field of a moment. */
const AXES = {
  seconds: {title: "Time", unit: "training time", format: duration, step: timeStep},
  chars: {title: "Characters", unit: "characters trained on", format: count, step: niceStep},
  step: {title: "Steps", unit: "steps", format: count, step: niceStep},
};

/** 1, 2 or 5 times a power of ten, at least as large as a number. */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * (1 - 1e-9));
}

function timeStep(least) {
  const minute = 60, hour = 3600, day = 24 * hour;
  const round = [1, 2, 5, 10, 15, 30, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute,
    hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day];
  return least <= 0.5 ? niceStep(least) : round.find((step) => step >= least) || Math.ceil(least / day) * day;
}

/** The multiples of a step from one number to another. */
function multiples(step, low, high) {
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/** 1, 2 and 5 times the powers of ten between two positive numbers; only the powers if there are many. */
function logTicks(low, high) {
  const powers = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.log10(high); e++) {
    powers.push(10 ** e);
  }
  const factors = powers.length > 3 ? [1] : [1, 2, 5];
  const ticks = powers.flatMap((power) => factors.map((factor) => Number((factor * power).toPrecision(3))))
    .filter((tick) => tick >= low && tick <= high);
  return ticks.length > 1 ? ticks : multiples(niceStep((high - low) / 4), low, high);
}
