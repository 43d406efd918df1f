package charrnn.corpus;

import charrnn.config.UserError;
import charrnn.corpus.Split.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the files of a recorded split again, and no others. */
final class Refinding implements Source.Visitor {
    private static final int MOST_NAMED = 5;

    private final Alphabet alphabet;

    /** The last piece of each file; in the order of names, which is the order in which they are missed. */
    private final TreeMap<String, Piece> recorded = new TreeMap<>();

    private final Map<String, FileText> found = new HashMap<>();
    private final Map<String, String> faults = new HashMap<>();

    Refinding(Split split, Alphabet alphabet) {
        this.alphabet = alphabet;
        for (Piece piece : split.pieces()) {
            recorded.merge(piece.file(), piece, (a, b) -> a.end() > b.end() ? a : b);
        }
    }

    /**
     * Reads them.
     *
     * @return every file of the split, unchanged
     * @throws UserError if one is missing or has changed
     */
    List<FileText> read(List<Source> sources) {
        sources.forEach(source -> source.visit(FileFilter.ALL, this));
        List<String> wrong = new ArrayList<>();
        for (String name : recorded.keySet()) {
            if (!found.containsKey(name)) {
                wrong.add(name + " (" + faults.getOrDefault(name, "missing") + ")");
            }
        }
        if (!wrong.isEmpty()) {
            throw changed(wrong);
        }
        return List.copyOf(found.values());
    }

    private UserError changed(List<String> wrong) {
        String named = String.join(", ", wrong.subList(0, Math.min(MOST_NAMED, wrong.size())));
        int others = wrong.size() - MOST_NAMED;
        return new UserError("corpus.path: not the corpus that the recorded split was made of: of its "
                + recorded.size() + " files " + wrong.size() + " are missing or changed: " + named
                + (others > 0 ? " and " + others + " more" : ""));
    }

    @Override
    public boolean wants(String name) {
        return recorded.containsKey(name) && !found.containsKey(name) && !faults.containsKey(name);
    }

    @Override
    public void text(String name, InputStream in) throws IOException {
        Piece piece = recorded.get(name);
        if (piece == null) {
            return;
        }
        try {
            FileText file = TextReader.read(name, in, alphabet, piece.end());
            if (file.sha256().equals(piece.sha256()) && file.chars() >= piece.end()) {
                found.put(name, file);
            } else {
                faults.put(name, "changed");
            }
        } catch (NotTextException e) {
            faults.put(name, "changed: " + e.getMessage());
        }
    }

    @Override
    public void bad(String name, String reason) {
        faults.put(name, reason);
    }
}
