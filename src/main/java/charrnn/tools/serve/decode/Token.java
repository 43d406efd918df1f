package charrnn.tools.serve.decode;

import java.util.Optional;

/**
 * A character of a text.
 *
 * @param codePoint the character
 * @param odds how likely it was; absent where nobody asked, and for the first character of a text
 */
public record Token(int codePoint, Optional<TokenLogprobs> odds) {}
