package charrnn.tools.score;

/**
 * A function at the top level: a body that follows a closing parenthesis.
 *
 * @param text from the first word of its head to the closing brace, or to where another function begins
 * @param closed whether its body ends before another begins
 */
record FunctionText(String text, boolean closed) {}
