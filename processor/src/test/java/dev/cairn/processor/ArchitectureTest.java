package dev.cairn.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stages of the processor share nothing but values, and only its ends see javac. */
class ArchitectureTest {
    private static final String PROCESSOR = "dev.cairn.processor";
    private static final String SQL = "dev.cairn.sql";

    /** The packages that each package may use besides itself, those of the JDK and JSpecify. */
    private static final Map<String, List<String>> USABLE = Map.of(
            "model",
                    List.of(
                            SQL,
                            "dev.cairn.catalog",
                            "dev.cairn.profile",
                            "dev.cairn.engine.property",
                            "dev.cairn.engine.value",
                            "dev.cairn.migration",
                            "dev.cairn.plan.seed",
                            "dev.cairn.type"),
            "read",
                    List.of(
                            SQL,
                            "dev.cairn.catalog",
                            "dev.cairn.profile",
                            "dev.cairn.migration",
                            "dev.cairn.annotation",
                            PROCESSOR + ".model",
                            "javax.lang.model",
                            "javax.annotation.processing",
                            "javax.tools"),
            "check",
                    List.of(
                            SQL,
                            "dev.cairn.catalog",
                            "dev.cairn.profile",
                            "dev.cairn.analysis",
                            "dev.cairn.engine",
                            "dev.cairn.plan",
                            "dev.cairn.migration",
                            PROCESSOR + ".model"),
            "generate",
                    List.of(
                            SQL,
                            "dev.cairn.catalog",
                            "dev.cairn.profile",
                            "dev.cairn.migration",
                            PROCESSOR + ".model",
                            "com.palantir.javapoet",
                            "javax.lang.model.element"),
            "emit",
                    List.of(
                            PROCESSOR + ".model",
                            PROCESSOR + ".read",
                            PROCESSOR + ".generate",
                            "com.palantir.javapoet",
                            "com.sun.source",
                            "javax.lang.model",
                            "javax.annotation.processing",
                            "javax.tools"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PROCESSOR);

    static Stream<String> packages() {
        return USABLE.keySet().stream().sorted();
    }

    @Test
    void everyClassIsInAPackageOfTheDesign() {
        String[] known = Stream.concat(Stream.of(PROCESSOR), packages().map(name -> PROCESSOR + "." + name + ".."))
                .toArray(String[]::new);
        classes().should().resideInAnyPackage(known).check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatItMay(String name) {
        List<String> usable = new ArrayList<>(List.of("java..", "org.jspecify..", PROCESSOR + "." + name + ".."));
        USABLE.get(name).forEach(used -> usable.add(used + ".."));
        classes()
                .that()
                .resideInAPackage(PROCESSOR + "." + name + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(usable.toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        slices().matching(PROCESSOR + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theProcessorReadsNoFiles() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..", "com.sun.tools..")
                .check(CLASSES);
    }

    /** Other compilers and some build tools have no syntax trees, and a build tool can't know what was read from them. */
    @Test
    void syntaxTreesAreReadOnlyForPositionsOfMessagesAndTheRoundOfSources() {
        noClasses()
                .that()
                .doNotHaveSimpleName("AnnotationTrees")
                .and()
                .haveNameNotMatching(".*\\.SourceMentions(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.source..")
                .check(CLASSES);
    }
}
