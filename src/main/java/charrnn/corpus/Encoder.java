package charrnn.corpus;

import charrnn.corpus.Encoding.Bad;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads sources and encodes their files, one after the other. */
final class Encoder implements Source.Visitor {
    private final Selection selection;
    private final Progress progress;
    private final Alphabet alphabet = new Alphabet();
    private final CodedTextWriter text;
    private final TextReader reader;
    private final Set<String> names = new HashSet<>();
    private final List<FileText> files = new ArrayList<>();
    private final List<Bad> bad = new ArrayList<>();

    /** Whoever is told how many more bytes of the sources were read. */
    @FunctionalInterface
    interface Progress {
        void read(long bytes);
    }

    Encoder(Selection selection, CodedTextWriter text, Progress progress) {
        this.selection = selection;
        this.text = text;
        this.progress = progress;
        this.reader = new TextReader(alphabet, text);
    }

    /**
     * Encodes the text on the heap.
     *
     * @param most bytes that the text may take
     * @throws EncodingFailed if it takes more
     */
    static Encoding inMemory(List<Source> sources, Selection selection, Progress progress, long most) {
        CodedTextWriter.Memory memory = new CodedTextWriter.Memory(most);
        Encoder encoder = new Encoder(selection, new CodedTextWriter(CodedTextWriter.SHIFT, memory), progress);
        encoder.read(sources);
        return encoder.encoding(memory.text(encoder.text.length()));
    }

    /** @throws EncodingFailed if the text cannot be written */
    void read(List<Source> sources) {
        sources.forEach(source -> source.visit(selection.filter(), this));
        text.finish();
    }

    Encoding encoding(CodedText encoded) {
        return new Encoding(encoded, alphabet, files, bad);
    }

    @Override
    public boolean wants(String name) {
        if (!selection.wants(name)) {
            return false;
        }
        boolean first = names.add(name);
        if (!first) {
            bad(name, "a second file of this name in the archive");
        }
        return first;
    }

    @Override
    public void text(String name, InputStream in) throws IOException {
        try {
            FileText file = reader.read(name, in, selection.limit(name));
            files.add(file);
            selection.took(file);
        } catch (NotTextException e) {
            bad(name, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void bad(String name, String reason) {
        bad.add(new Bad(name, reason));
    }

    @Override
    public void read(long bytes) {
        progress.read(bytes);
    }
}
