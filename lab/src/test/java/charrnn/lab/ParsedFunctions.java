package charrnn.lab;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.treesitter.TSNode;

/** The function definitions of C files that tree-sitter parses, for the tests of other tools. */
public final class ParsedFunctions {
    private static final String AROUND =
            "translation_unit|preproc_(if|ifdef|elif|else)|linkage_specification|declaration_list";

    private ParsedFunctions() {}

    /** The function definitions of a file in which tree-sitter finds no error, without those with a K&R head. */
    public static List<String> of(String file) {
        try (SyntaxTrees trees = new SyntaxTrees()) {
            return trees.parse(
                    file, tree -> definitions(tree.root()).map(tree::text).toList());
        }
    }

    private static Stream<TSNode> definitions(TSNode node) {
        if (node.getType().equals("function_definition")) {
            boolean isOld = children(node).anyMatch(child -> child.getType().equals("declaration"));
            return node.hasError() || isOld ? Stream.empty() : Stream.of(node);
        }
        return node.getType().matches(AROUND) ? children(node).flatMap(ParsedFunctions::definitions) : Stream.empty();
    }

    private static Stream<TSNode> children(TSNode node) {
        return IntStream.range(0, node.getChildCount()).mapToObj(node::getChild);
    }
}
