package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** docs/reference/command-line.md has each command with its options, as {@code --help} describes them. */
class CommandLineDocumentationTest {
    private static final ReferencePage PAGE = new ReferencePage("command-line.md");

    /** The page describes these once, above the commands. */
    private static final List<String> COMMON = List.of("--help", "--version", "--verbose");

    /** These too, because several commands have them with the same long description. */
    private static final List<String> SHARED = List.of("--checkpoint", "--context");

    @Test
    void everyCommandAndOptionIsDocumented() throws IOException {
        List<CommandSpec> commands = Main.commandLine(() -> {}, new Main()).getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .toList();
        PAGE.assertBlock("options of several commands", table(sharedBy(commands)));
        PAGE.assertBlock(
                "commands",
                commands.stream()
                        .flatMap(CommandLineDocumentationTest::section)
                        .skip(1)
                        .toList());
        assertThat(PAGE.blockNames()).containsExactly("options of several commands", "commands");
    }

    private static Stream<ArgSpec> sharedBy(List<CommandSpec> commands) {
        return SHARED.stream().map(name -> commands.stream()
                .flatMap(command -> Stream.ofNullable(command.findOption(name)))
                .findFirst()
                .orElseThrow());
    }

    private static Stream<String> section(CommandSpec command) {
        UsageMessageSpec help = command.usageMessage();
        List<String> lines = new ArrayList<>(List.of("", "## " + command.name()));
        Arrays.stream(help.description()).forEach(paragraph -> lines.addAll(List.of("", escaped(paragraph))));
        Stream<ArgSpec> options = command.options().stream()
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .map(ArgSpec.class::cast);
        String shared = SHARED.stream()
                .filter(name -> command.findOption(name) != null)
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(" and "));
        if (!shared.isEmpty()) {
            lines.addAll(List.of("", "It takes [" + shared + "](#options-of-several-commands)."));
        }
        addTable(
                lines,
                Stream.concat(command.positionalParameters().stream(), options).filter(arg -> arg.group() == null));
        for (ArgGroupSpec group : command.argGroups()) {
            lines.addAll(List.of("", group.heading().replace("%n", "")));
            addTable(lines, group.args().stream());
        }
        lines.addAll(List.of("", "```text"));
        Arrays.stream(help.footer()).map(line -> line.replaceFirst("^  ", "")).forEach(lines::add);
        lines.add("```");
        return lines.stream();
    }

    private static void addTable(List<String> lines, Stream<ArgSpec> args) {
        List<ArgSpec> own = args.filter(arg -> !arg.hidden())
                .filter(arg -> !(arg instanceof OptionSpec option)
                        || !COMMON.contains(option.longestName()) && !SHARED.contains(option.longestName()))
                .toList();
        if (!own.isEmpty()) {
            lines.add("");
            lines.addAll(table(own.stream()));
        }
    }

    private static List<String> table(Stream<ArgSpec> args) {
        List<String> table = new ArrayList<>(List.of("| option | meaning |", "|---|---|"));
        args.map(arg -> "| " + names(arg) + (arg.required() ? ", required" : "") + " | "
                        + escaped(String.join(" ", arg.description())) + " |")
                .forEach(table::add);
        return table;
    }

    private static String names(ArgSpec arg) {
        String value = arg.arity().max() == 0 ? "" : "=" + arg.paramLabel();
        return arg instanceof OptionSpec option
                ? Arrays.stream(option.names())
                        .map(name -> "`" + name + (name.startsWith("--") ? value : "") + "`")
                        .collect(Collectors.joining(", "))
                : "`" + arg.paramLabel() + "`";
    }

    /** Text in which Markdown and tables take no character for a sign. */
    private static String escaped(String text) {
        return text.replaceAll("[\\\\<*|`]", "\\\\$0");
    }
}
