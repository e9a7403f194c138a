package dev.cairn;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Checks the dependencies of each package of the runtime. */
class ArchitectureTest {
    private static final String OPERATIONS = "dev.cairn.internal.migrate";

    private static final List<String> PACKAGES = List.of(
            "dev.cairn.upgrade",
            "dev.cairn.schema",
            "dev.cairn.internal.option",
            "dev.cairn.internal",
            "dev.cairn.internal.connection",
            "dev.cairn.internal.http",
            "dev.cairn.internal.polling",
            "dev.cairn.internal.reflection",
            "dev.cairn.internal.ledger",
            "dev.cairn.internal.rebuild",
            "dev.cairn.internal.run.preparation",
            "dev.cairn.internal.run",
            "dev.cairn.internal.script",
            "dev.cairn.internal.row",
            "dev.cairn.internal.load",
            "dev.cairn.data",
            OPERATIONS,
            "dev.cairn");

    /** The packages below the runtime, which do no I/O. */
    private static final List<String> BELOW = List.of(
            "java..",
            "javax.net..",
            "javax.sql..",
            "org.jspecify..",
            "dev.cairn.type..",
            "dev.cairn.sql..",
            "dev.cairn.profile..",
            "dev.cairn.catalog..",
            "dev.cairn.analysis..",
            "dev.cairn.engine..",
            "dev.cairn.plan..",
            "dev.cairn.migration..");

    /** The classes that applications call. */
    private static final DescribedPredicate<JavaClass> ENTRIES =
            equivalentTo(Migrator.class).or(equivalentTo(Fleet.class)).or(equivalentTo(DataTests.class));

    /** What operations return, and the events of a fleet. */
    private static final DescribedPredicate<JavaClass> RESULTS =
            resideInAPackage("dev.cairn").and(not(ENTRIES));

    private static final JavaClasses RUNTIME = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> location.contains("/runtime/"))
            .importPackages("dev.cairn");

    @Test
    void everyClassIsInAPackageOfTheDesign() {
        hold(classes().should().resideInAnyPackage(PACKAGES.toArray(String[]::new)));
    }

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void aPackageUsesOnlyThoseBeforeIt(String name) {
        List<String> before = PACKAGES.subList(0, PACKAGES.indexOf(name) + 1);
        String[] usable = Stream.concat(BELOW.stream(), before.stream()).toArray(String[]::new);
        hold(classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(usable).or(name.equals(OPERATIONS) ? RESULTS : belongToAnyOf())));
    }

    /** Only these classes call the operations; all others of their package are values. */
    @Test
    void theResultsOfMigratorsDoNotUseTheOperationsThatReturnThem() {
        hold(noClasses().that(RESULTS).should().dependOnClassesThat().resideInAPackage(OPERATIONS));
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        hold(slices().matching("dev.cairn.(**)").should().beFreeOfCycles());
    }

    /** A package of the design may have no class yet. */
    private static void hold(ArchRule rule) {
        rule.allowEmptyShould(true).check(RUNTIME);
    }
}
