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
 * What the lines {@code -- destructive: …} above the statements of a migration say.
 *
 * @param droppedColumns columns, and fields of structs with a dot before each
 * @param narrowedColumns columns some of whose values may not be kept
 * @param droppedPartitions whose rows go
 * @param isMerged whether rows whose keys become equal are merged
 * @param mayAffectAnyRow whether any row may be missing
 * @param unknownParts what is none of these
 */
record AnnouncedLosses(
        Set<String> droppedColumns,
        Set<String> narrowedColumns,
        Set<String> droppedPartitions,
        boolean isMerged,
        boolean mayAffectAnyRow,
        List<String> unknownParts) {
    private static final Pattern PARTITIONS = Pattern.compile("drops partitions of " + TablePair.TABLE + ": (.*)");
    private static final Pattern COLUMN = Pattern.compile(
            "(?:drops|replaces the values of) " + TablePair.TABLE + "\\.(.*?)(?:, which becomes a generated column)?");
    private static final Pattern VALUES = Pattern.compile("values of " + TablePair.TABLE
            + "\\.(.+?) (?:that do not fit|longer than|can't be converted to|lose what does not fit) .*");
    private static final Pattern ALL_ROWS =
            Pattern.compile("drops (?:the )?rows of " + TablePair.TABLE + "(?:(?:, | with ).*)?");
    private static final Pattern ROWS = Pattern.compile("keeps one row of " + TablePair.TABLE
            + " for each key|merges rows of " + TablePair.TABLE + " with the same key");
    /** The server deletes such rows some time after the statement, so none is missing at once. */
    private static final Pattern LATER =
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
        Matcher ofPartitions = PARTITIONS.matcher(part);
        Matcher column = COLUMN.matcher(part);
        Matcher values = VALUES.matcher(part);
        if (ofPartitions.matches()) {
            droppedPartitions.addAll(List.of(ofPartitions.group(1).split(", ")));
        } else if (column.matches()) {
            droppedColumns.add(column.group(1));
        } else if (values.matches()) {
            narrowedColumns.add(values.group(1));
        } else if (ALL_ROWS.matcher(part).matches()) {
            return new AnnouncedLosses(
                    droppedColumns, narrowedColumns, droppedPartitions, isMerged, true, unknownParts);
        } else if (ROWS.matcher(part).matches()) {
            return new AnnouncedLosses(
                    droppedColumns, narrowedColumns, droppedPartitions, true, mayAffectAnyRow, unknownParts);
        } else if (!LATER.matcher(part).matches()) {
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
