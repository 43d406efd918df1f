package charrnn.tools.cells;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** C texts for tests. */
final class CTexts {
    private CTexts() {}

    /** 16,000 characters of real code with strings, comments, directives and numbers. */
    static String real() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String file : new String[] {"lib/numparse.c", "lib/params.c", "drivers/ata.c"}) {
            text.append(Files.readString(Path.of("corpus/starter", file)));
        }
        return text.toString();
    }

    static int[] codePoints(String text) {
        return text.codePoints().toArray();
    }
}
