package charrnn.tools.score;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTree;
import org.treesitter.TreeSitterC;

/**
 * Parses C with tree-sitter-c. The parser builds a tree for any text: unexpected text is in ERROR nodes, and a required
 * token that is absent is a MISSING node. Not thread-safe.
 */
final class SyntaxTrees implements AutoCloseable {
    /** Types that compilers know without a declaration. */
    private static final Set<String> BUILT_IN =
            Set.of(("_Bool _Complex __auto_type __builtin_va_list __float128 __int128"
                            + " _Float16 _Float32 _Float64 _Float128")
                    .split(" "));

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
        return parser.parseString(null, replaceUnsupported(text));
    }

    /**
     * Replaces characters that do not reach the native parser unchanged: JNI passes modified UTF-8, in which characters of
     * four bytes have other lengths, and a zero ends a string in C.
     */
    private static String replaceUnsupported(String text) {
        return text.replace('\0', '?').replaceAll("[\\x{10000}-\\x{10FFFF}]", "????");
    }

    /** Whether a text is one function definition, without ERROR and MISSING nodes. */
    boolean isFunction(String text) {
        try (TSTree tree = parse(text)) {
            TSNode root = tree.getRootNode();
            return !root.hasError()
                    && root.getNamedChildCount() == 1
                    && root.getNamedChild(0).getType().equals("function_definition");
        }
    }

    /** The distinct names in the position of a type, without keywords, built-in types and tags. */
    List<String> typeNames(String text) {
        Set<String> names = new TreeSet<>();
        try (TSTree tree = parse(text)) {
            nodes(tree.getRootNode())
                    .filter(node -> node.getType().matches("type_identifier|primitive_type")
                            && !node.getParent().getType().matches("(struct|union|enum)_specifier"))
                    .forEach(node -> names.add(text(node, text)));
        }
        names.removeIf(name -> Lexer.KEYWORDS.contains(name) || BUILT_IN.contains(name));
        return List.copyOf(names);
    }

    /** The number of a function's statements, without blocks, labels and empty statements. */
    int statements(String function) {
        try (TSTree tree = parse(function)) {
            return (int) nodes(tree.getRootNode())
                    .filter(node -> node.getType().matches("(?!compound|labeled|case|attributed)\\w+_statement"))
                    .filter(node -> !node.getType().equals("expression_statement") || node.getNamedChildCount() > 0)
                    .count();
        }
    }

    /** The names of a function's parameters. */
    List<String> parameters(String function) {
        try (TSTree tree = parse(function)) {
            return nodes(tree.getRootNode())
                    .filter(node -> node.getType().equals("function_declarator"))
                    .limit(1)
                    .map(node -> node.getChildByFieldName("parameters"))
                    .flatMap(list ->
                            IntStream.range(0, list.getNamedChildCount()).mapToObj(list::getNamedChild))
                    .filter(parameter -> parameter.getType().equals("parameter_declaration"))
                    .flatMap(parameter -> nodes(parameter)
                            .filter(node -> node.getType().equals("identifier"))
                            .limit(1))
                    .map(node -> text(node, function))
                    .toList();
        }
    }

    /** The nodes of a tree, in the order of the text, parents first. */
    private static Stream<TSNode> nodes(TSNode root) {
        // Recursion would overflow Java's stack on a text of many brackets.
        Deque<TSNode> toVisit = new ArrayDeque<>(List.of(root));
        return Stream.generate(() -> toVisit).takeWhile(left -> !left.isEmpty()).map(left -> {
            TSNode node = left.pop();
            for (int i = node.getChildCount() - 1; i >= 0; i--) {
                left.push(node.getChild(i));
            }
            return node;
        });
    }

    private static String text(TSNode node, String text) {
        byte[] bytes = replaceUnsupported(text).getBytes(StandardCharsets.UTF_8);
        return new String(bytes, node.getStartByte(), node.getEndByte() - node.getStartByte(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        parser.close();
    }
}
