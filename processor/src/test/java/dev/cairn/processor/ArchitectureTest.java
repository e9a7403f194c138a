package dev.cairn.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.cairn.architecture.PackageRules;
import dev.cairn.architecture.Wing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that the stages of the processor share nothing but values, and that only the first and the last one use javac.
 */
class ArchitectureTest extends PackageRules {
    private static final String PROCESSOR = "dev.cairn.processor";
    private static final String SQL = "dev.cairn.sql";

    /** The packages that each package may use besides itself, the JDK and JSpecify. */
    private static final Map<String, List<String>> USABLE_PACKAGES = Map.of(
            "finding", List.of(SQL, "dev.cairn.finding"),
            "model",
                    List.of(
                            SQL,
                            "dev.cairn.finding",
                            "dev.cairn.profile",
                            "dev.cairn.engine.property",
                            "dev.cairn.engine.value",
                            "dev.cairn.migration",
                            "dev.cairn.plan.seed",
                            "dev.cairn.type",
                            PROCESSOR + ".finding"),
            "read",
                    List.of(
                            SQL,
                            "dev.cairn.catalog",
                            "dev.cairn.refusal",
                            "dev.cairn.profile",
                            "dev.cairn.migration",
                            "dev.cairn.annotation",
                            PROCESSOR + ".finding",
                            PROCESSOR + ".model",
                            "javax.lang.model",
                            "javax.annotation.processing",
                            "javax.tools"),
            "check",
                    List.of(
                            SQL,
                            "dev.cairn.catalog",
                            "dev.cairn.finding",
                            "dev.cairn.refusal",
                            "dev.cairn.profile",
                            "dev.cairn.analysis",
                            "dev.cairn.engine",
                            "dev.cairn.plan",
                            "dev.cairn.migration",
                            PROCESSOR + ".finding",
                            PROCESSOR + ".model"),
            "generate",
                    List.of(
                            SQL,
                            "dev.cairn.profile",
                            "dev.cairn.migration",
                            PROCESSOR + ".finding",
                            PROCESSOR + ".model",
                            "com.palantir.javapoet",
                            "javax.lang.model.element"),
            "emit",
                    List.of(
                            "dev.cairn.finding",
                            PROCESSOR + ".finding",
                            PROCESSOR + ".model",
                            PROCESSOR + ".read",
                            PROCESSOR + ".generate",
                            "com.palantir.javapoet",
                            "com.sun.source",
                            "javax.lang.model",
                            "javax.annotation.processing",
                            "javax.tools"));

    ArchitectureTest() {
        super(classesOf(PROCESSOR), usablePackages());
    }

    private static Map<String, List<String>> usablePackages() {
        Map<String, List<String>> usablePackages = new HashMap<>();
        usablePackages.put(PROCESSOR, List.of(".."));
        USABLE_PACKAGES.forEach((name, used) -> usablePackages.put(
                PROCESSOR + "." + name + "..",
                Stream.concat(Stream.of("java", "org.jspecify"), used.stream())
                        .map(each -> each + "..")
                        .toList()));
        return usablePackages;
    }

    @Override
    protected Map<Wing, Set<String>> attachments() {
        return Map.of(
                Wing.ACCESS,
                Set.of(
                        "dev.cairn.processor.ProcessingRounds",
                        "dev.cairn.processor.check.DeclaredCatalogBuilder",
                        "dev.cairn.processor.check.DeclaredSchema",
                        "dev.cairn.processor.generate.SchemaClassGenerator",
                        "dev.cairn.processor.model.SchemaRoot",
                        "dev.cairn.processor.read.AnnotatedTypeReader",
                        "dev.cairn.processor.read.RootReader"),
                Wing.CLUSTER,
                Set.of(
                        "dev.cairn.processor.check.DeclaredCatalogBuilder",
                        "dev.cairn.processor.check.DeclaredSchema",
                        "dev.cairn.processor.generate.SchemaClassGenerator",
                        "dev.cairn.processor.model.SchemaRoot",
                        "dev.cairn.processor.read.AnnotatedTypeReader",
                        "dev.cairn.processor.read.RootReader",
                        "dev.cairn.processor.read.annotation.AnnotationPlacementCheck"),
                Wing.ROWS,
                Set.of(
                        "dev.cairn.processor.ProcessingRounds",
                        "dev.cairn.processor.check.DeclaredSchema",
                        "dev.cairn.processor.check.ObjectCreator",
                        "dev.cairn.processor.check.refusal.RefusalRemedies",
                        "dev.cairn.processor.emit.GeneratedSourceWriter",
                        "dev.cairn.processor.generate.DescriptorContent",
                        "dev.cairn.processor.generate.SourceGenerator",
                        "dev.cairn.processor.model.CompileDeclarations",
                        "dev.cairn.processor.model.ObjectDeclaration",
                        "dev.cairn.processor.read.AnnotatedTypeReader",
                        "dev.cairn.processor.read.ClauseReader",
                        "dev.cairn.processor.read.DescriptorReader"),
                Wing.INSIGHT,
                Set.of(
                        "dev.cairn.processor.check.OutputCheck",
                        "dev.cairn.processor.check.WarningSuppression",
                        "dev.cairn.processor.check.value.EnumUseCheck",
                        "dev.cairn.processor.check.value.PossibleConstants",
                        "dev.cairn.processor.check.value.ValueWarningCheck"));
    }

    @Test
    void theProcessorReadsNoFiles() {
        checkRule(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..", "com.sun.tools.."));
    }

    /**
     * Other compilers and some build tools have no syntax trees, and a build tool can't know what was read from them.
     */
    @Test
    void syntaxTreesAreReadOnlyForPositionsOfMessagesAndTheRoundOfSources() {
        checkRule(noClasses()
                .that()
                .doNotHaveSimpleName("RepeatedAnnotationPrinter")
                .and()
                .haveNameNotMatching(".*\\.SourceMentions(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.source.."));
    }
}
