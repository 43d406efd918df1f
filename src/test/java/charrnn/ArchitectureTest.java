package charrnn;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rooms of the house and who may call whom. */
@AnalyzeClasses(packages = "charrnn", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final List<String> CORE =
            List.of("files", "config", "corpus", "pipeline", "lstm", "model", "sample", "evaluate", "train");

    /** The tools, each with the other tools that it uses. */
    private static final Map<String, List<String>> TOOLS = Map.ofEntries(
            Map.entry("constrain", List.of()),
            Map.entry("score", List.of("constrain", "complete")),
            Map.entry("cells", List.of("page", "constrain")),
            Map.entry("complete", List.of("constrain")),
            Map.entry("report", List.of("page")),
            Map.entry("page", List.of()),
            Map.entry("trainingui", List.of("page", "report")),
            Map.entry("serve", List.of("complete", "score", "cells", "constrain", "page")),
            Map.entry("export", List.of()),
            Map.entry("statistics", List.of()));

    /** {@code spark} exists in its own build only: {@code mvn -Pspark}. */
    private static final Map<String, List<String>> MAY_USE = mayUse();

    private static Map<String, List<String>> mayUse() {
        Map<String, List<String>> mayUse = new LinkedHashMap<>();
        mayUse.put("files", List.of());
        mayUse.put("config", List.of());
        mayUse.put("corpus", List.of("files", "config"));
        mayUse.put("pipeline", List.of("corpus", "config"));
        mayUse.put("lstm", List.of());
        mayUse.put("model", List.of("lstm", "corpus", "files", "config"));
        mayUse.put("sample", List.of("model", "corpus", "config"));
        mayUse.put("evaluate", List.of("model", "corpus", "config"));
        mayUse.put("train", List.of("model", "pipeline", "corpus", "files", "config", "sample", "evaluate"));
        TOOLS.forEach((tool, others) -> mayUse.put(
                "tools." + tool,
                Stream.concat(
                                Stream.concat(CORE.stream(), Stream.of("command")),
                                others.stream().map(other -> "tools." + other))
                        .toList()));
        mayUse.put("command", CORE);
        mayUse.put("cli", List.copyOf(mayUse.keySet()));
        mayUse.put("spark", List.of("cli", "command", "train", "model", "lstm", "pipeline", "corpus", "config"));
        return mayUse;
    }

    @TestFactory
    List<DynamicTest> arrows() {
        JavaClasses all = new com.tngtech.archunit.core.importer.ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("charrnn");
        List<DynamicTest> tests = new ArrayList<>();
        MAY_USE.forEach((room, others) -> tests.add(DynamicTest.dynamicTest(
                room + " uses only " + others, () -> arrow(room, others).check(all))));
        return tests;
    }

    private static ArchRule arrow(String room, List<String> others) {
        List<String> forbidden = MAY_USE.keySet().stream()
                .filter(other -> !other.equals(room) && !others.contains(other))
                .toList();
        return noClasses()
                .that()
                .resideInAPackage("charrnn." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.stream()
                        .map(other -> "charrnn." + other + "..")
                        .toArray(String[]::new))
                .because("the house has no such arrow")
                .allowEmptyShould(true);
    }

    @ArchTest
    static final ArchRule everyClassLivesInARoom = classes()
            .should()
            .resideInAnyPackage(MAY_USE.keySet().stream()
                    .map(room -> "charrnn." + room + "..")
                    .toArray(String[]::new));

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
    static final ArchRule onlyTheseRoomsKnowDeeplearning4j = noClasses()
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
            .resideOutsideOfPackages("charrnn.command..", "charrnn.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule everyPackageIsDescribed = classes()
            .that(DescribedPredicate.not(new DescribedPredicate<>("package-info") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getSimpleName().equals("package-info");
                }
            }))
            .should(new HaveAPackageInfo());
}
