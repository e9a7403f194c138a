package dev.cairn;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.cairn.architecture.PackageRules;
import dev.cairn.architecture.Wing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Checks the dependencies of each package of the engine. */
class ArchitectureTest extends PackageRules {

    /** Each package may use those before it, but none after it. */
    private static final List<String> PACKAGES = List.of(
            "dev.cairn.profile..",
            "dev.cairn.finding..",
            "dev.cairn.sql..",
            "dev.cairn.refusal..",
            "dev.cairn.catalog..",
            "dev.cairn.analysis..",
            "dev.cairn.engine..",
            "dev.cairn.plan..",
            "dev.cairn.lineage..",
            "dev.cairn.migration..");

    /** The types of java.io that do no input or output. */
    private static final Set<String> SERIALIZATION_MARKERS = Set.of("java.io.Serial", "java.io.Serializable");

    ArchitectureTest() {
        super(classesOf("dev.cairn"), inOrder(PACKAGES, List.of("java..", "org.jspecify..")));
    }

    @Override
    protected Map<Wing, Set<String>> attachments() {
        return Map.of(
                Wing.ACCESS,
                Set.of(
                        "dev.cairn.engine.Engine",
                        "dev.cairn.migration.AppliedActionWarnings",
                        "dev.cairn.plan.PlanBuilder",
                        "dev.cairn.plan.Planner",
                        "dev.cairn.plan.change.Simulation",
                        "dev.cairn.plan.change.StepReversalPlanner",
                        "dev.cairn.sql.parse.StatementParser"),
                Wing.CLUSTER,
                Set.of(
                        "dev.cairn.engine.Engine",
                        "dev.cairn.plan.PlanBuilder",
                        "dev.cairn.plan.change.StepReversalPlanner",
                        "dev.cairn.plan.change.TableRebuild",
                        "dev.cairn.plan.part.GlobalParts",
                        "dev.cairn.sql.parse.StatementParser",
                        "dev.cairn.sql.write.StatementWriter"),
                Wing.ROWS,
                Set.of(
                        "dev.cairn.engine.Engine",
                        "dev.cairn.migration.AppliedActionWarnings",
                        "dev.cairn.migration.MigrationApplier",
                        "dev.cairn.migration.UnknownName",
                        "dev.cairn.plan.PlanBuilder",
                        "dev.cairn.plan.change.Simulation",
                        "dev.cairn.plan.change.StepReversalPlanner",
                        "dev.cairn.plan.step.DeletedRows"),
                Wing.INSIGHT,
                Set.of(
                        "dev.cairn.migration.AppliedActionWarnings",
                        "dev.cairn.migration.RowOriginTracker",
                        "dev.cairn.migration.TableCopy"));
    }

    @Test
    void nothingIsLookedUpByName() {
        requireNoLookupsByName();
    }

    @Test
    void theEngineDoesNoInputOrOutput() {
        checkRule(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "java.net..", "java.nio.file..", "java.nio.channels..")
                .orShould()
                .dependOnClassesThat(describe(
                        "do input or output",
                        (JavaClass used) -> used.getPackageName().equals("java.io")
                                && !SERIALIZATION_MARKERS.contains(used.getName()))));
    }

    @Test
    void theEngineDoesNotUseTheCompilerApi() {
        checkRule(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "javax.lang.model..", "javax.annotation.processing..", "javax.tools..", "com.sun.."));
    }

    @Test
    void theEngineNeverReadsAClock() {
        checkRule(noClasses().should().accessTargetWhere(describe("read a clock", ArchitectureTest::readsClock)));
    }

    @Test
    void theEngineNeverCreatesRandomNumbers() {
        checkRule(noClasses()
                .should()
                .accessTargetWhere(describe("create random numbers", ArchitectureTest::createsRandomNumbers))
                .orShould()
                .dependOnClassesThat(describe(
                        "are generators of random numbers",
                        (JavaClass used) -> used.isAssignableTo("java.util.random.RandomGenerator"))));
    }

    private static boolean readsClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
            case "java.time.ZoneId" -> name.equals("systemDefault");
            case "java.util.Calendar" -> name.equals("getInstance");
            case "java.util.Date", "java.util.GregorianCalendar" -> name.equals("<init>");
            default -> owner.startsWith("java.time.") && name.equals("now");
        };
    }

    private static boolean createsRandomNumbers(JavaAccess<?> access) {
        String name = access.getTarget().getName();
        return switch (access.getTargetOwner().getName()) {
            case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.Collections" -> name.equals("shuffle");
            default -> false;
        };
    }
}
