package dev.cairn.preservation;

import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The losses that the lines {@code -- destructive: …} above the statements of a migration announce. Columns have the
 * names from before the migration.
 *
 * @param droppedColumns the dropped columns, and the dropped fields of structs with a dot before each
 * @param narrowedColumns the columns that may lose some of their values
 * @param droppedPartitions the partitions whose rows are dropped
 * @param mayMergeRows whether rows whose keys become equal may be merged
 * @param mayAffectAnyRow whether any row may be missing
 * @param unknownParts the parts of the lines that announce another loss
 */
record AnnouncedLosses(
        Set<String> droppedColumns,
        Set<String> narrowedColumns,
        Set<String> droppedPartitions,
        boolean mayMergeRows,
        boolean mayAffectAnyRow,
        List<String> unknownParts) {
    /** The announcement of the loss of the whole table. */
    static final String TABLE_LOSS = "drops " + TablePair.TABLE_NAME;

    private static final Pattern PARTITIONS_PATTERN =
            Pattern.compile("drops partitions of " + TablePair.TABLE_NAME + ": (.*)");
    private static final Pattern COLUMN_PATTERN = Pattern.compile("(?:drops|replaces the values of) "
            + TablePair.TABLE_NAME + "\\.(.*?)(?:, which becomes a generated column)?");
    private static final Pattern VALUES_PATTERN = Pattern.compile("values of " + TablePair.TABLE_NAME
            + "\\.(.+?) (?:that do not fit|longer than|can't be converted to|lose what does not fit) .*");
    private static final Pattern ALL_ROWS_PATTERN =
            Pattern.compile("drops (?:the )?rows of " + TablePair.TABLE_NAME + "(?:(?:, | with ).*)?");
    private static final Pattern MERGE_PATTERN = Pattern.compile("keeps one row of " + TablePair.TABLE_NAME
            + " for each key|merges rows of " + TablePair.TABLE_NAME + " with the same key");
    /** The server deletes these rows some time after the statement, so the check does not miss any. */
    private static final Pattern RETENTION_PATTERN =
            Pattern.compile("deletes partitions of " + TablePair.TABLE_NAME + " .*; rows are lost");

    static AnnouncedLosses of(List<String> statements) {
        return of(statements, Set.of(TablePair.TABLE_NAME));
    }

    /**
     * Returns the losses of one of several tables. The loss of the whole table is an unknown part, {@value #TABLE_LOSS}.
     *
     * @param tableNames the names that the table has before, during and after the migration
     */
    static AnnouncedLosses of(List<String> statements, Set<String> tableNames) {
        Pattern tableNamePattern = Pattern.compile("(?<=\\b(?:drops|of) )(?:"
                + tableNames.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")(?=$|[.,: ])");
        AnnouncedLosses losses =
                new AnnouncedLosses(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), false, false, new ArrayList<>());
        Map<String, String> oldNames = new HashMap<>();
        for (String statement : statements) {
            MigrationAction action = MigrationAction.parse(statement);
            for (Marker marker : action.markers()) {
                if (marker instanceof Marker.Destructive destructive) {
                    for (String announcedLoss : destructive
                            .reason()
                            .split(
                                    ", (?=drops |values of |keeps |merges |replaces |empties |overwrites |deletes )",
                                    -1)) {
                        Matcher tableMatcher = tableNamePattern.matcher(
                                announcedLoss.replace("__cairn_new", "").replace("`", ""));
                        if (tableMatcher.find()) {
                            losses = losses.with(tableMatcher.replaceFirst(TablePair.TABLE_NAME), oldNames);
                        }
                    }
                }
            }
            recordRenames(action, oldNames);
        }
        return losses;
    }

    /** @param oldNames the names of renamed columns from before the migration, by their present names */
    private static void recordRenames(MigrationAction action, Map<String, String> oldNames) {
        if (action.statement() instanceof Statement.AlterTable alter) {
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.RenameColumn rename) {
                    String presentName = rename.oldName().text();
                    String oldName = oldNames.remove(presentName);
                    oldNames.put(rename.newName().text(), oldName == null ? presentName : oldName);
                }
            }
        }
    }

    /** Returns the path of a column or field with the name of the column from before the migration. */
    private static String restoreOldName(String path, Map<String, String> oldNames) {
        int end = path.indexOf('.');
        String name = end < 0 ? path : path.substring(0, end);
        return oldNames.getOrDefault(name, name) + path.substring(name.length());
    }

    private AnnouncedLosses with(String announcedLoss, Map<String, String> oldNames) {
        Matcher partitionsMatcher = PARTITIONS_PATTERN.matcher(announcedLoss);
        Matcher columnMatcher = COLUMN_PATTERN.matcher(announcedLoss);
        Matcher valuesMatcher = VALUES_PATTERN.matcher(announcedLoss);
        if (partitionsMatcher.matches()) {
            droppedPartitions.addAll(List.of(partitionsMatcher.group(1).split(", ")));
        } else if (columnMatcher.matches()) {
            droppedColumns.add(restoreOldName(columnMatcher.group(1), oldNames));
        } else if (valuesMatcher.matches()) {
            narrowedColumns.add(restoreOldName(valuesMatcher.group(1), oldNames));
        } else if (ALL_ROWS_PATTERN.matcher(announcedLoss).matches()) {
            return new AnnouncedLosses(
                    droppedColumns, narrowedColumns, droppedPartitions, mayMergeRows, true, unknownParts);
        } else if (MERGE_PATTERN.matcher(announcedLoss).matches()) {
            return new AnnouncedLosses(
                    droppedColumns, narrowedColumns, droppedPartitions, true, mayAffectAnyRow, unknownParts);
        } else if (!RETENTION_PATTERN.matcher(announcedLoss).matches()) {
            unknownParts.add(announcedLoss);
        }
        return this;
    }

    /** Returns whether the table itself is dropped. */
    boolean hasTableLoss() {
        return unknownParts.contains(TABLE_LOSS);
    }

    boolean isEmpty() {
        return droppedColumns.isEmpty()
                && narrowedColumns.isEmpty()
                && droppedPartitions.isEmpty()
                && !mayMergeRows
                && !mayAffectAnyRow
                && unknownParts.isEmpty();
    }
}
