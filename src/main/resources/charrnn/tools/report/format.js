/* Formats times and names, and has the axes of the charts. */

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

const HOUR = 3600;
const ROUND = Array.from({length: 13}, (_, power) => [1, 2, 5].map((factor) => factor * 10 ** power)).flat();

/** The horizontal axes; each name is a field of a moment. The steps are the distances between labels to choose from. */
const AXES = {
  seconds: {title: "Time", unit: "training time", format: duration, steps: [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600,
    900, 1800, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, ...ROUND.map((days) => days * 24 * HOUR)]},
  chars: {title: "Characters", unit: "characters trained on", format: count, steps: ROUND},
  step: {title: "Steps", unit: "steps", format: count, steps: ROUND},
};
