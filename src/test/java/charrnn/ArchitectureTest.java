package charrnn;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages, and which may use which: the tables of CONTRIBUTING.md. */
@AnalyzeClasses(packages = "charrnn", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final List<String> CORE =
            List.of("files", "config", "corpus", "match", "pipeline", "lstm", "model", "sample", "evaluate", "train");

    /** Text for the user, which every package may use. */
    private static final String MESSAGE = "message";

    /** Folders of the projects. */
    private static final List<String> PROJECTS = List.of("", "lstm/", "grammar/", "spark/", "lab/");

    /** Projects of their own. */
    private static final List<String> LIBRARIES = List.of("lstm", "grammar");

    /** {@code spark} and {@code lab} exist in builds of their own only: {@code mvn -Pspark}, {@code mvn -Plab}. */
    static final Map<String, List<String>> MAY_USE = mayUse();

    private static Map<String, List<String>> mayUse() {
        Map<String, List<String>> mayUse = new LinkedHashMap<>();
        mayUse.put(MESSAGE, List.of());
        mayUse.put("files", List.of());
        mayUse.put("config", List.of());
        mayUse.put("corpus", List.of("files", "config"));
        mayUse.put("match", List.of("corpus"));
        mayUse.put("pipeline", List.of("match", "corpus", "config"));
        mayUse.put("lstm", List.of());
        mayUse.put("grammar", List.of());
        mayUse.put("model", List.of("lstm", "match", "corpus", "files", "config"));
        mayUse.put("sample", List.of("model", "corpus", "config"));
        mayUse.put("evaluate", List.of("model", "match", "corpus"));
        mayUse.put("train", List.of("model", "pipeline", "match", "corpus", "files", "config", "sample", "evaluate"));
        mayUse.put("tools.constrain", tool("grammar"));
        mayUse.put("tools.complete", tool("grammar"));
        mayUse.put("tools.report", tool("page"));
        mayUse.put("tools.page", tool());
        mayUse.put("tools.trainingui", tool("page"));
        mayUse.put("tools.serve", tool("complete", "constrain", "page", "grammar"));
        mayUse.put("tools.lsp", tool("complete", "grammar"));
        mayUse.put("tools.export", tool("page", "constrain"));
        mayUse.put("cli.base", CORE);
        mayUse.put("cli", List.copyOf(mayUse.keySet()));
        mayUse.put(
                "spark", List.of("cli", "cli.base", "train", "model", "lstm", "pipeline", "match", "corpus", "config"));
        mayUse.put(
                "lab",
                Stream.concat(tool("constrain", "complete", "grammar").stream(), Stream.of("cli"))
                        .toList());
        return mayUse;
    }

    /** What a tool may use: the core, {@code cli.base}, some other tools and, if named, the grammar. */
    private static List<String> tool(String... tools) {
        List<String> mayUse = new ArrayList<>(CORE);
        mayUse.add("cli.base");
        Arrays.stream(tools)
                .map(tool -> tool.equals("grammar") ? tool : "tools." + tool)
                .forEach(mayUse::add);
        return mayUse;
    }

    /** A package and those below it, but of {@code cli} not {@code cli.base}. */
    private static String packages(String name) {
        return name.equals("cli") ? "charrnn.cli" : "charrnn." + name + "..";
    }

    @ArchTest
    static void packagesUseOnlyWhatTheyMay(JavaClasses all) {
        MAY_USE.forEach((user, others) -> noClasses()
                .that()
                .resideInAPackage(packages(user))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MAY_USE.keySet().stream()
                        .filter(other -> !other.equals(user) && !others.contains(other))
                        .filter(other -> !other.equals(MESSAGE) || LIBRARIES.contains(user))
                        .map(ArchitectureTest::packages)
                        .toArray(String[]::new))
                .because(user + " may use " + others)
                .allowEmptyShould(true)
                .check(all));
    }

    @ArchTest
    static final ArchRule everyClassIsInOneOfThesePackages = classes()
            .should()
            .resideInAnyPackage(
                    MAY_USE.keySet().stream().map(ArchitectureTest::packages).toArray(String[]::new));

    /** A tool is deleted by deleting its package and its names in {@code Tools}. {@code sample} has options of {@code constrain}. */
    @ArchTest
    static final ArchRule onlyOneClassOfCliNamesTools = noClasses()
            .that()
            .resideInAPackage("charrnn.cli..")
            .and()
            .doNotHaveSimpleName("Tools")
            .should()
            .dependOnClassesThat(resideInAPackage("charrnn.tools..")
                    .and(DescribedPredicate.not(resideInAPackage("charrnn.tools.constrain.."))));

    @ArchTest
    static final ArchRule noCycles = slices().matching("charrnn.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyThesePackagesUseDeeplearning4j = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "charrnn.pipeline..",
                    "charrnn.lstm..",
                    "charrnn.model..",
                    "charrnn.train..",
                    "charrnn.tools.trainingui..",
                    "charrnn.spark..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.datavec..");

    @ArchTest
    static final ArchRule nothingUsesTheLibrariesThatNd4jCarriesInside =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.nd4j.shade..");

    @ArchTest
    static final ArchRule onlyTheCommandsPrintAndExit = noClasses()
            .that()
            .resideOutsideOfPackage("charrnn.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule onlyTheLabStartsOtherPrograms = noClasses()
            .that()
            .resideOutsideOfPackage("charrnn.lab..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class, Process.class)
            .orShould()
            .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec"))));

    /** The budgets of CONTRIBUTING.md: growing is a decision. */
    @Test
    void packagesStayWithinTheirBudgets() throws IOException {
        Map<String, Integer> budgets = new TreeMap<>();
        Matcher row = Pattern.compile("(?m)^\\| `(\\w+)` \\|.* \\| ([\\d,]+) \\|$")
                .matcher(Files.readString(Path.of("CONTRIBUTING.md")));
        while (row.find()) {
            budgets.put(row.group(1), number(row.group(2)));
        }
        Matcher others = Pattern.compile("The two have ([\\d,]+) lines at most, `lab` ([\\d,]+), `spark` ([\\d,]+)\\.")
                .matcher(Files.readString(Path.of("CONTRIBUTING.md")));
        assertThat(others.find()).isTrue();
        budgets.put("cli", number(others.group(1)));
        budgets.put("lab", number(others.group(2)));
        budgets.put("spark", number(others.group(3)));
        Map<String, Integer> sizes = new TreeMap<>();
        for (String project : PROJECTS) {
            try (Stream<Path> files = Files.walk(Path.of(project + "src/main/java/charrnn"))) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".java")).toList()) {
                    String name = file.toString().replaceFirst(".*/charrnn/(tools/)?(\\w+)/.*", "$2");
                    sizes.merge(name, Files.readAllLines(file).size(), Integer::sum);
                }
            }
        }
        assertThat(budgets).containsOnlyKeys(sizes.keySet());
        assertThat(sizes)
                .allSatisfy((name, lines) -> assertThat(lines).as(name).isLessThanOrEqualTo(budgets.get(name)));
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace(",", ""));
    }

    @Test
    void everyPackageIsDescribed() throws IOException {
        for (String project : PROJECTS) {
            try (Stream<Path> files = Files.walk(Path.of(project + "src/main/java"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".java")))
                        .allSatisfy(file -> assertThat(file.resolveSibling("package-info.java"))
                                .exists());
            }
        }
    }
}
