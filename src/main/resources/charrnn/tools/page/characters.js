/* Characters and shares in words. */

/** The name of a character, such as "newline"; a visible character is quoted. */
function named(character) {
  const names = {"\n": "newline", "\t": "tab", " ": "space", "\r": "carriage return", "\uFFFD": "unknown character"};
  return names[character] || "“" + character + "”";
}

function percent(share) {
  return (share * 100).toFixed(share < 0.0995 ? 1 : 0) + " %";
}
