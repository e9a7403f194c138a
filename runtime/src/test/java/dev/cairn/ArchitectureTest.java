package dev.cairn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.cairn.architecture.PackageRules;
import dev.cairn.architecture.Wing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Checks the dependencies of each package of the runtime. */
class ArchitectureTest extends PackageRules {
    private static final List<String> PACKAGES = List.of(
            "dev.cairn.upgrade",
            "dev.cairn.schema",
            "dev.cairn.internal.option",
            "dev.cairn.internal",
            "dev.cairn.internal.connection",
            "dev.cairn.internal.http",
            "dev.cairn.internal.polling",
            "dev.cairn.internal.ledger",
            "dev.cairn.internal.reflection.show",
            "dev.cairn.internal.reflection",
            "dev.cairn.internal.copy",
            "dev.cairn.internal.run.preparation",
            "dev.cairn.internal.run.step.evidence",
            "dev.cairn.internal.run.step",
            "dev.cairn.internal.run.load",
            "dev.cairn.internal.run.rebuild",
            "dev.cairn.internal.run",
            "dev.cairn.internal.script",
            "dev.cairn.internal.row",
            "dev.cairn.internal.load",
            "dev.cairn.data",
            "dev.cairn",
            "dev.cairn.internal.migrate",
            "dev.cairn.internal.migrate.script");

    /**
     * The classes of {@code dev.cairn} that begin an operation. The other classes of this package are options and
     * results, on which the internals depend.
     */
    private static final List<String> ENTRY_CLASSES =
            List.of("dev.cairn.Migrator", "dev.cairn.Fleet", "dev.cairn.DataTests");

    /** A slice for each top-level class of {@code migrate} and its packages, with its nested classes. */
    private static final SliceAssignment OPERATIONS = slicesOf(
            "each class of an operation",
            type -> type.getPackageName().startsWith("dev.cairn.internal.migrate")
                    ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""))
                    : SliceIdentifier.ignore());

    /** The packages below the runtime, which do no I/O. */
    private static final List<String> LOWER_PACKAGES = List.of(
            "java..",
            "javax.net..",
            "javax.sql..",
            "org.jspecify..",
            "dev.cairn.type..",
            "dev.cairn.sql..",
            "dev.cairn.profile..",
            "dev.cairn.refusal..",
            "dev.cairn.catalog..",
            "dev.cairn.analysis..",
            "dev.cairn.engine..",
            "dev.cairn.plan..",
            "dev.cairn.migration..");

    ArchitectureTest() {
        super(classesOf("dev.cairn", location -> location.contains("/runtime/")), inOrder(PACKAGES, LOWER_PACKAGES));
    }

    @Override
    protected boolean isExemptFromPackageRules(JavaClass type) {
        return ENTRY_CLASSES.contains(type.getName());
    }

    @Test
    void nothingIsLookedUpByName() {
        requireNoLookupsByName();
    }

    @Test
    void theRootPackageContainsOnlyPublicClasses() {
        checkRule(classes()
                .that()
                .resideInAPackage("dev.cairn")
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .bePublic());
    }

    /** Operations that use each other in a circle can be understood only together. */
    @Test
    void noOperationsUseEachOtherInACircle() {
        checkRule(slices().assignedFrom(OPERATIONS).should().beFreeOfCycles());
    }

    private static final Map<Wing, Set<String>> ATTACHMENTS = Map.of(
            Wing.ACCESS,
            Set.of(
                    "dev.cairn.internal.migrate.SchemaComparator",
                    "dev.cairn.internal.migrate.StepWarningCollector",
                    "dev.cairn.internal.migrate.UnrecordedSchemaChanger",
                    "dev.cairn.internal.reflection.IntermediateCatalogs",
                    "dev.cairn.internal.reflection.SchemaReflection",
                    "dev.cairn.internal.run.step.DdlStepRun",
                    "dev.cairn.internal.run.MigrationRun",
                    "dev.cairn.internal.run.rebuild.OnlineRebuild",
                    "dev.cairn.internal.run.step.RunContext",
                    "dev.cairn.internal.run.step.StepGuard",
                    "dev.cairn.internal.run.StepRun",
                    "dev.cairn.internal.run.rebuild.FencedTableSwap",
                    "dev.cairn.internal.run.preparation.RunStepFactory",
                    "dev.cairn.internal.run.preparation.RunStep"),
            Wing.CLUSTER,
            Set.of("dev.cairn.internal.reflection.SchemaReflection", "dev.cairn.internal.run.step.StepGuard"),
            Wing.ROWS,
            Set.of(
                    "dev.cairn.internal.migrate.SchemaComparator",
                    "dev.cairn.internal.migrate.UnrecordedSchemaChanger",
                    "dev.cairn.internal.reflection.PartDifferenceFactory"),
            Wing.INSIGHT,
            Set.of());

    @Override
    protected Map<Wing, Set<String>> attachments() {
        return ATTACHMENTS;
    }
}
