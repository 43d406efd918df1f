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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.function.Uncheck;
import org.junit.jupiter.api.Test;

/** The packages, and which may use which, as in the tables of CONTRIBUTING.md. */
@AnalyzeClasses(packages = "charrnn", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String GUIDE = Uncheck.get(() -> Files.readString(Path.of("CONTRIBUTING.md")));

    /** A row of a package: its name, the packages that it may use, and its budget. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|.* \\| ([^|]+) \\| ([\\d,]+) \\|$");

    /** Text for the user, which every package may use. */
    private static final String MESSAGE = "message";

    /** Folders of the projects. */
    private static final List<String> PROJECTS = List.of("", "lstm/", "grammar/", "spark/", "lab/");

    /** Projects of their own. */
    private static final List<String> LIBRARIES = List.of("lstm", "grammar");

    /** {@code spark} and {@code lab} exist in builds of their own only: {@code mvn -Pspark}, {@code mvn -Plab}. */
    static final Map<String, List<String>> MAY_USE = mayUse();

    private static Map<String, List<String>> mayUse() {
        String[] tables = GUIDE.split("\n\\| tool, below `tools` ");
        Map<String, List<String>> mayUse = new LinkedHashMap<>();
        rows(tables[0])
                .forEach(row -> mayUse.put(row.group(1), List.of(row.group(2).split(", "))));
        Set<String> core = new LinkedHashSet<>(mayUse.keySet());
        core.remove("grammar");
        rows(tables[1]).forEach(row -> mayUse.put("tools." + row.group(1), tool(core, row.group(2))));
        mayUse.put("cli.base", List.copyOf(core));
        mayUse.put("cli", List.copyOf(mayUse.keySet()));
        mayUse.put(
                "spark", List.of("cli", "cli.base", "train", "model", "lstm", "pipeline", "match", "corpus", "config"));
        mayUse.put("lab", tool(core, "constrain, complete, grammar, cli"));
        return mayUse;
    }

    private static Stream<MatchResult> rows(String table) {
        return ROW.matcher(table).results();
    }

    /** The core, {@code cli.base} and other packages, of which the tools are named without {@code tools}. */
    private static List<String> tool(Set<String> core, String others) {
        Stream<String> more = Stream.of(others.split(", ")).flatMap(other -> Stream.of(other, "tools." + other));
        return Stream.concat(more, Stream.concat(core.stream(), Stream.of("cli.base")))
                .toList();
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
        rows(GUIDE).forEach(row -> budgets.put(row.group(1), number(row.group(3))));
        Matcher others = Pattern.compile("The two have ([\\d,]+) lines at most, `lab` ([\\d,]+), `spark` ([\\d,]+)\\.")
                .matcher(GUIDE);
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
