package dev.cairn.preservation;

import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The losses that the lines {@code -- destructive: …} above the statements of a migration announce.
 *
 * @param droppedColumns the dropped columns, and the dropped fields of structs with a dot before each
 * @param narrowedColumns the columns that may lose some of their values
 * @param droppedPartitions the partitions whose rows are dropped
 * @param isMerged whether rows whose keys become equal are merged
 * @param mayAffectAnyRow whether any row may be missing
 * @param unknownParts the parts of the lines that announce none of these
 */
record AnnouncedLosses(
        Set<String> droppedColumns,
        Set<String> narrowedColumns,
        Set<String> droppedPartitions,
        boolean isMerged,
        boolean mayAffectAnyRow,
        List<String> unknownParts) {
    private static final Pattern PARTITIONS_PATTERN =
            Pattern.compile("drops partitions of " + TablePair.TABLE + ": (.*)");
    private static final Pattern COLUMN_PATTERN = Pattern.compile(
            "(?:drops|replaces the values of) " + TablePair.TABLE + "\\.(.*?)(?:, which becomes a generated column)?");
    private static final Pattern VALUES_PATTERN = Pattern.compile("values of " + TablePair.TABLE
            + "\\.(.+?) (?:that do not fit|longer than|can't be converted to|lose what does not fit) .*");
    private static final Pattern ALL_ROWS_PATTERN =
            Pattern.compile("drops (?:the )?rows of " + TablePair.TABLE + "(?:(?:, | with ).*)?");
    private static final Pattern MERGE_PATTERN = Pattern.compile("keeps one row of " + TablePair.TABLE
            + " for each key|merges rows of " + TablePair.TABLE + " with the same key");
    /** The server deletes such rows some time after the statement, so none is missing at once. */
    private static final Pattern RETENTION_PATTERN =
            Pattern.compile("deletes partitions of " + TablePair.TABLE + " .*; rows are lost");

    static AnnouncedLosses of(List<String> statements) {
        AnnouncedLosses announcement =
                new AnnouncedLosses(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), false, false, new ArrayList<>());
        for (String statement : statements) {
            for (Marker marker : MigrationAction.parse(statement).markers()) {
                if (marker instanceof Marker.Destructive destructive) {
                    for (String part : destructive
                            .reason()
                            .split(
                                    ", (?=drops |values of |keeps |merges |replaces |empties |overwrites |deletes )",
                                    -1)) {
                        announcement = announcement.with(
                                part.replace("__cairn_new", "").replace("`", ""));
                    }
                }
            }
        }
        return announcement;
    }

    private AnnouncedLosses with(String part) {
        Matcher partitions = PARTITIONS_PATTERN.matcher(part);
        Matcher column = COLUMN_PATTERN.matcher(part);
        Matcher values = VALUES_PATTERN.matcher(part);
        if (partitions.matches()) {
            droppedPartitions.addAll(List.of(partitions.group(1).split(", ")));
        } else if (column.matches()) {
            droppedColumns.add(column.group(1));
        } else if (values.matches()) {
            narrowedColumns.add(values.group(1));
        } else if (ALL_ROWS_PATTERN.matcher(part).matches()) {
            return new AnnouncedLosses(
                    droppedColumns, narrowedColumns, droppedPartitions, isMerged, true, unknownParts);
        } else if (MERGE_PATTERN.matcher(part).matches()) {
            return new AnnouncedLosses(
                    droppedColumns, narrowedColumns, droppedPartitions, true, mayAffectAnyRow, unknownParts);
        } else if (!RETENTION_PATTERN.matcher(part).matches()) {
            unknownParts.add(part);
        }
        return this;
    }

    boolean isEmpty() {
        return droppedColumns.isEmpty()
                && narrowedColumns.isEmpty()
                && droppedPartitions.isEmpty()
                && !isMerged
                && !mayAffectAnyRow
                && unknownParts.isEmpty();
    }
}
