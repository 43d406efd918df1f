package charrnn.lab;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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

    /** A tree, with the text in the bytes that its offsets count. */
    record Tree(TSNode root, byte[] text) {
        /** The nodes of some types, in the order of the text, parents first. */
        Stream<TSNode> nodes(String types) {
            return descendants(root).filter(node -> node.getType().matches(types));
        }

        String text(TSNode node) {
            return new String(
                    text, node.getStartByte(), node.getEndByte() - node.getStartByte(), StandardCharsets.UTF_8);
        }
    }

    <T> T parse(String text, Function<Tree, T> reader) {
        String supported = replaceUnsupported(text);
        try (TSTree tree = parser.parseString(null, supported)) {
            return reader.apply(new Tree(tree.getRootNode(), supported.getBytes(StandardCharsets.UTF_8)));
        }
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
        return parse(text, tree -> {
            TSNode root = tree.root();
            return !root.hasError()
                    && root.getNamedChildCount() == 1
                    && root.getNamedChild(0).getType().equals("function_definition");
        });
    }

    /** The distinct names in the position of a type, without keywords, built-in types and tags. */
    List<String> typeNames(String text) {
        return parse(text, tree -> tree.nodes("type_identifier|primitive_type")
                .filter(node -> !node.getParent().getType().matches("(struct|union|enum)_specifier"))
                .map(tree::text)
                .filter(name -> !Code.KEYWORDS.contains(name) && !BUILT_IN.contains(name))
                .distinct()
                .sorted()
                .toList());
    }

    /** The number of a function's statements, without blocks, labels and empty statements. */
    int statements(String function) {
        return parse(function, tree -> (int) tree.nodes("(?!compound|labeled|case|attributed)\\w+_statement")
                .filter(node -> !node.getType().equals("expression_statement") || node.getNamedChildCount() > 0)
                .count());
    }

    List<String> parameters(String function) {
        return parse(function, tree -> tree.nodes("function_declarator")
                .limit(1)
                .map(node -> node.getChildByFieldName("parameters"))
                .flatMap(list -> IntStream.range(0, list.getNamedChildCount()).mapToObj(list::getNamedChild))
                .filter(parameter -> parameter.getType().equals("parameter_declaration"))
                .flatMap(parameter -> descendants(parameter)
                        .filter(node -> node.getType().equals("identifier"))
                        .limit(1))
                .map(tree::text)
                .toList());
    }

    /** The names of variables and functions, as often as they occur; not those of types, tags, members and labels. */
    List<String> names(String text) {
        return parse(text, tree -> tree.nodes("identifier").map(tree::text).toList());
    }

    /** A node and all below it. Recursion would overflow Java's stack on a text of many brackets. */
    private static Stream<TSNode> descendants(TSNode root) {
        Deque<TSNode> toVisit = new ArrayDeque<>(List.of(root));
        return Stream.generate(() -> toVisit).takeWhile(left -> !left.isEmpty()).map(left -> {
            TSNode node = left.pop();
            for (int i = node.getChildCount() - 1; i >= 0; i--) {
                left.push(node.getChild(i));
            }
            return node;
        });
    }

    @Override
    public void close() {
        parser.close();
    }
}
