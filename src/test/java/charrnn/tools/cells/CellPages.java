package charrnn.tools.cells;

import charrnn.grammar.CScanner;
import charrnn.grammar.CScanner.Region;
import charrnn.tools.cells.Recording.Signal;
import charrnn.tools.cells.Recording.Signal.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports and texts for tests. */
final class CellPages {
    /** Markup that a browser must not interpret. */
    static final String HOSTILE = "/* 😀 </script><img src=x onerror=\"document.title='owned'\"><!-- {{style}} */\n";

    private CellPages() {}

    /** A report in which c of unit 4 in layer 1 is low in strings, and h of unit 7 in layer 2 grows with open braces. */
    static CellReport report(String text) {
        PlantedNetwork network = new PlantedNetwork(text)
                .with(new Signal(1, 4, Kind.C), scanner -> scanner.region() == Region.STRING ? -2 : 2)
                .with(new Signal(2, 7, Kind.H), CScanner::braceDepth);
        return CellReport.of(
                "<i>best</i>.zip", "src/<b>ata.c", network, text.codePoints().toArray());
    }

    /** 16,000 characters of real code with strings, comments, directives and numbers. */
    static String realText() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String file : new String[] {"lib/numparse.c", "lib/params.c", "drivers/ata.c"}) {
            text.append(Files.readString(Path.of("corpus/starter", file)));
        }
        return text.toString();
    }
}
