package charrnn.evaluate.score;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTree;
import org.treesitter.TreeSitterC;

/**
 * C's grammar by tree-sitter-c, which makes a tree of any text: what does not fit lies in ERROR nodes, and what must be
 * there and is not is a MISSING one. Not thread-safe.
 */
final class SyntaxTrees implements AutoCloseable {
    /** Types that a compiler has without a declaration. */
    private static final Set<String> BUILT_IN = Set.of(
            "_Bool",
            "_Complex",
            "__auto_type",
            "__builtin_va_list",
            "__float128",
            "__int128",
            "_Float16",
            "_Float32",
            "_Float64",
            "_Float128");

    private final TSParser parser;

    SyntaxTrees() {
        try {
            parser = new TSParser();
            parser.setLanguage(new TreeSitterC());
        } catch (LinkageError e) {
            throw new IllegalStateException("tree-sitter's native library cannot be loaded: " + e, e);
        }
    }

    private TSTree parse(String text) {
        return parser.parseString(null, plain(text));
    }

    /**
     * Java hands strings to C in an UTF-8 of its own, in which characters of four bytes have other lengths, and a zero ends
     * a string there.
     */
    private static String plain(String text) {
        return text.replace('\0', '?').replaceAll("[\\x{10000}-\\x{10FFFF}]", "????");
    }

    /** Whether a text is one function definition, in whose tree no node is ERROR or MISSING. */
    boolean isFunction(String text) {
        try (TSTree tree = parse(text)) {
            TSNode root = tree.getRootNode();
            return !root.hasError()
                    && root.getNamedChildCount() == 1
                    && root.getNamedChild(0).getType().equals("function_definition");
        }
    }

    /** Bytes of a text, in UTF-8, that lie in ERROR nodes. */
    int errorBytes(String text) {
        try (TSTree tree = parse(text)) {
            return errorBytes(tree.getRootNode());
        }
    }

    private static int errorBytes(TSNode node) {
        if (node.isError()) {
            return node.getEndByte() - node.getStartByte();
        }
        int bytes = 0;
        for (int i = 0; node.hasError() && i < node.getChildCount(); i++) {
            bytes += errorBytes(node.getChild(i));
        }
        return bytes;
    }

    /** Names that stand where a type does and are neither keywords nor tags, each once. */
    List<String> typeNames(String text) {
        Set<String> names = new TreeSet<>();
        byte[] bytes = plain(text).getBytes(StandardCharsets.UTF_8);
        try (TSTree tree = parse(text)) {
            collectTypes(tree.getRootNode(), bytes, names);
        }
        names.removeIf(name -> Keywords.contains(name) || BUILT_IN.contains(name));
        return List.copyOf(names);
    }

    private static void collectTypes(TSNode node, byte[] text, Set<String> names) {
        String kind = node.getType();
        boolean leaf = kind.equals("type_identifier") || kind.equals("primitive_type");
        if (leaf) {
            int length = node.getEndByte() - node.getStartByte();
            names.add(new String(text, node.getStartByte(), length, StandardCharsets.UTF_8));
        }
        boolean tagged = kind.matches("(struct|union|enum)_specifier");
        for (int i = 0; i < node.getChildCount(); i++) {
            TSNode child = node.getChild(i);
            if (!tagged || !child.getType().equals("type_identifier")) {
                collectTypes(child, text, names);
            }
        }
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public void close() {
        parser.close();
    }
}
