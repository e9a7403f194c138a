package dev.cairn;

import dev.cairn.internal.reflection.DriftReport;
import dev.cairn.internal.reflection.ListedObject;
import dev.cairn.internal.reflection.RetainedTable;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.token.RedactedSql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The differences between the objects of a server and the objects that the migrations define.
 *
 * @param status the position of the database when it was compared
 * @param differences the differences, by object and part
 * @param remediation the statements that remove the differences, in their order
 * @param gaps the objects that could not be read, and so were not compared
 * @param unmanaged the objects that no migration defines
 * @param staged the objects that an unfinished run has created or was about to drop, and the old tables that rebuilds
 *     keep
 */
public record Drift(
        Status status,
        List<Difference> differences,
        PlannedChanges remediation,
        List<Gap> gaps,
        List<FoundObject> unmanaged,
        List<FoundObject> staged) {
    public Drift {
        differences = List.copyOf(differences);
        gaps = List.copyOf(gaps);
        unmanaged = List.copyOf(unmanaged);
        staged = List.copyOf(staged);
    }

    /**
     * Returns whether there are no differences in the objects that could be read. The objects in {@link #gaps} may
     * differ nevertheless.
     */
    public boolean isEmpty() {
        return differences.isEmpty();
    }

    /**
     * A difference.
     *
     * @param object the name of the object, with its database
     * @param part the part of the object: {@code comment}, {@code column note}; empty for the object itself
     * @param actual the present definition of the part; null if it does not exist
     * @param expected the definition by the migrations; null if it should not exist
     * @param remediation the statements that remove the difference, without secrets; empty if no statement can
     */
    public record Difference(
            String object,
            String part,
            @Nullable String actual,
            @Nullable String expected,
            List<String> remediation) {
        public Difference {
            remediation = List.copyOf(remediation);
        }

        /** Returns a description: {@code shop.orders, comment: is 'a', should be 'b'}. */
        @Override
        public String toString() {
            return DriftReport.PartDifference.describe(object, part, actual, expected);
        }
    }

    /**
     * An object that could not be read.
     *
     * @param object the name of the object, with its database
     * @param reason the reason why it could not be read
     */
    public record Gap(String object, String reason) {
        /** Returns a description: {@code shop.orders: access denied}. */
        @Override
        public String toString() {
            return object + ": " + reason;
        }
    }

    /**
     * An object on the server.
     *
     * @param object the name of the object, with its database
     * @param kind {@code table}, {@code view} or {@code materialized view}
     */
    public record FoundObject(String object, String kind) {
        /**
         * Returns the end of the period for which the old table of a rebuild is kept ({@link
         * dev.cairn.upgrade.RebuildOptions#keepOld}); empty for other objects.
         */
        public Optional<Instant> retentionEnd() {
            return RetainedTable.parse(new ObjectName("", object)).map(RetainedTable::retainedUntil);
        }

        /** Returns a description: {@code table shop.orders}. */
        @Override
        public String toString() {
            return kind + " " + object;
        }
    }

    static Drift of(Status status, DriftReport report) {
        return new Drift(
                status,
                report.differences().stream().map(Drift::toDifference).toList(),
                PlannedChanges.ofRemediation(report.remediationPlan()),
                report.gaps().stream()
                        .map(gap -> new Gap(gap.object().toString(), gap.reason()))
                        .toList(),
                toFoundObjects(report.unmanagedObjects()),
                toFoundObjects(report.temporaryObjects()));
    }

    private static Difference toDifference(DriftReport.PartDifference difference) {
        return new Difference(
                difference.object().toString(),
                difference.partText(),
                difference.actual(),
                difference.expected(),
                RedactedSql.redactAll(difference.remediationStatements()));
    }

    private static List<FoundObject> toFoundObjects(List<ListedObject> listedObjects) {
        return listedObjects.stream()
                .map(object -> new FoundObject(object.name().toString(), object.kind()))
                .toList();
    }
}
