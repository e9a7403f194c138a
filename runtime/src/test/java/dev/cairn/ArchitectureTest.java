package dev.cairn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Checks the dependencies of each package of the runtime. */
class ArchitectureTest {
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
            "dev.cairn",
            "dev.cairn.internal.migrate");

    /** The classes of the first package that begin an operation. All others are options and results, on which the internals depend. */
    private static final List<String> ENTRIES = List.of("dev.cairn.Migrator", "dev.cairn.Fleet", "dev.cairn.DataTests");

    /** The packages; the entries of the first one are a room of their own above all others. */
    private static final SliceAssignment ROOMS = slicesOf(
            "each package, and the entries of the API",
            type -> ENTRIES.contains(type.getName())
                    ? SliceIdentifier.of("entries")
                    : SliceIdentifier.of(type.getPackageName()));

    /** The classes of the operations, each with those inside it. */
    private static final SliceAssignment OPERATIONS = slicesOf(
            "each class of an operation",
            type -> type.getPackageName().equals("dev.cairn.internal.migrate")
                    ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""))
                    : SliceIdentifier.ignore());

    private static SliceAssignment slicesOf(String description, Function<JavaClass, SliceIdentifier> slice) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return slice.apply(type);
            }

            @Override
            public String getDescription() {
                return description;
            }
        };
    }

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
                .and()
                .doNotHaveFullyQualifiedName(ENTRIES.get(0))
                .and()
                .doNotHaveFullyQualifiedName(ENTRIES.get(1))
                .and()
                .doNotHaveFullyQualifiedName(ENTRIES.get(2))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(usable));
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        hold(slices().assignedFrom(ROOMS).should().beFreeOfCycles());
    }

    @Test
    void theFirstPackageHoldsOnlyWhatUsersCall() {
        hold(classes()
                .that()
                .resideInAPackage("dev.cairn")
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .bePublic());
    }

    /** A circle of classes is one class in pieces. */
    @Test
    void noOperationsUseEachOtherInACircle() {
        hold(slices().assignedFrom(OPERATIONS).should().beFreeOfCycles());
    }

    /** Where the core meets a wing: the classes that attach it, and those whose data it extends. */
    private static final Map<Wing, Set<String>> ATTACHMENTS = Map.of(
            Wing.ACCESS,
            Set.of(
                    "dev.cairn.internal.migrate.SchemaComparison",
                    "dev.cairn.internal.migrate.SchemaCreation",
                    "dev.cairn.internal.reflection.IntermediateCatalogs",
                    "dev.cairn.internal.reflection.Reflection",
                    "dev.cairn.internal.run.DefinitionRun",
                    "dev.cairn.internal.run.MigrationRun",
                    "dev.cairn.internal.run.OnlineRebuild",
                    "dev.cairn.internal.run.RunContext",
                    "dev.cairn.internal.run.StepGuard",
                    "dev.cairn.internal.run.StepRun",
                    "dev.cairn.internal.run.TableFence",
                    "dev.cairn.internal.run.preparation.MigrationPreparation",
                    "dev.cairn.internal.run.preparation.RunStep"),
            Wing.ROWS,
            Set.of(
                    "dev.cairn.internal.migrate.SchemaComparison",
                    "dev.cairn.internal.migrate.SchemaCreation",
                    "dev.cairn.internal.reflection.DriftCheck"),
            Wing.INSIGHT,
            Set.of());

    @ParameterizedTest
    @EnumSource
    void onlyAttachmentsOfAWingUseIt(Wing wing) {
        Set<String> users = RUNTIME.stream()
                .filter(type -> !wing.contains(type.getName()))
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency ->
                                wing.contains(dependency.getTargetClass().getName())))
                .map(type -> type.getName().replaceFirst("\\$.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(users).containsExactlyInAnyOrderElementsOf(ATTACHMENTS.get(wing));
    }

    /** A package of the design may have no class yet. */
    private static void hold(ArchRule rule) {
        rule.allowEmptyShould(true).check(RUNTIME);
    }
}
