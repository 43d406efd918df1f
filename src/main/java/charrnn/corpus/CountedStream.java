package charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.input.ProxyInputStream;

/** A file's bytes, which tells the visitor how many were read. */
final class CountedStream extends ProxyInputStream {
    private final Source.Visitor visitor;

    private CountedStream(InputStream in, Source.Visitor visitor) {
        super(in);
        this.visitor = visitor;
    }

    static InputStream of(Path file, Source.Visitor visitor) throws IOException {
        return new CountedStream(Files.newInputStream(file), visitor);
    }

    @Override
    protected void afterRead(int count) {
        if (count > 0) {
            visitor.read(count);
        }
    }
}
