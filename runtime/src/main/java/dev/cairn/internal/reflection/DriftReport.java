package dev.cairn.internal.reflection;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Plan;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The differences between a server's objects and their expected state after the migrations.
 *
 * @param differences the differences by object and part
 * @param remediationPlan the plan to remove the differences; it also lists differences that no statement can remove
 * @param gaps the objects that could not be inspected, so it is unknown whether they differ
 * @param unmanagedObjects the other objects of the databases, which no migration created
 * @param temporaryObjects the staging and retired objects: those of a migration in progress, those that a dead migrator
 *     left behind, and the old tables that rebuilds retain
 */
public record DriftReport(
        List<PartDifference> differences,
        Plan remediationPlan,
        List<ReflectionGap> gaps,
        List<ListedObject> unmanagedObjects,
        List<ListedObject> temporaryObjects) {
    public DriftReport {
        differences = List.copyOf(differences);
        gaps = List.copyOf(gaps);
        unmanagedObjects = List.copyOf(unmanagedObjects);
        temporaryObjects = List.copyOf(temporaryObjects);
    }

    /** Returns whether everything that could be inspected matches. Objects that could not be inspected are gaps. */
    public boolean hasNoDifferences() {
        return differences.isEmpty();
    }

    /**
     * Returns whether all definitions that could be inspected match. The activity of a materialized view or a Routine
     * Load does not belong to its definition.
     */
    public boolean hasSameDefinitions() {
        return differences.stream()
                .noneMatch(difference -> difference.part().kind().isDefinition());
    }

    /**
     * One difference.
     *
     * @param actual the actual value; null if the part does not exist
     * @param expected the expected value; null if the part should not exist
     * @param remediationStatements the statements that change the part; empty if no statement can change it
     */
    public record PartDifference(
            ObjectName object,
            ObjectPart part,
            @Nullable String actual,
            @Nullable String expected,
            List<String> remediationStatements) {
        public PartDifference {
            remediationStatements = List.copyOf(remediationStatements);
        }

        /** Returns the difference of an external catalog that does not exist, and that no migration creates. */
        static PartDifference ofMissingCatalog(String catalogName) {
            return new PartDifference(
                    new ObjectName("", ClusterObject.key(ClusterObjectKind.EXTERNAL_CATALOG, catalogName)),
                    ObjectPart.of(ObjectPart.Kind.OBJECT),
                    null,
                    "an external catalog",
                    List.of());
        }

        /** Returns whether this is the difference of a missing external catalog with the given name. */
        boolean isMissingCatalog(String catalogName) {
            PartDifference missingCatalog = ofMissingCatalog(catalogName);
            return actual == null && object.equals(missingCatalog.object) && part.equals(missingCatalog.part);
        }

        /** Returns a description: {@code shop.orders, comment: is 'a', should be 'b'}. */
        @Override
        public String toString() {
            return describe(object.toString(), partText(), actual, expected);
        }

        /** Returns the description of the part; an empty string for the object itself. */
        public String partText() {
            return part.kind() == ObjectPart.Kind.OBJECT ? "" : part.toString();
        }

        /** Returns the description of a difference. If both texts are equal, they stand for two different secrets. */
        public static String describe(
                String objectName, String partText, @Nullable String actual, @Nullable String expected) {
            String subject = partText.isEmpty() ? objectName : objectName + ", " + partText;
            if (actual == null) {
                return subject + ": is missing, should be " + expected;
            }
            if (actual.equals(expected)) {
                return subject + ": is another secret than expected (" + actual + ")";
            }
            return subject + ": is " + actual + (expected == null ? ", should not exist" : ", should be " + expected);
        }
    }
}
