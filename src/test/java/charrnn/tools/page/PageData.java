package charrnn.tools.page;

import charrnn.files.StrictJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the data of a page for tests. */
public final class PageData {
    private static final String BEGIN = "<script type=\"application/json\" id=\"data\">";

    private PageData() {}

    /** The JSON document in a page's file. */
    public static JsonNode of(Path page) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        return StrictJson.MAPPER.readTree(text.substring(begin, text.indexOf("</script>", begin)));
    }
}
