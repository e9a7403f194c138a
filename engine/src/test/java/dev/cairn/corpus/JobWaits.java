package dev.cairn.corpus;

import dev.cairn.catalog.Table;
import java.util.List;
import java.util.function.Function;

/**
 * Decides whether a job had ended when the recorder waited for it. The backends of the recorded server accepted every
 * task but executed no query, so some jobs never ended; the later answers of the script show which.
 */
public final class JobWaits {
    private final List<Script.Step> steps;
    private final Function<Table, String> renderTable;

    public JobWaits(List<Script.Step> steps, Function<Table, String> renderTable) {
        this.steps = steps;
        this.renderTable = renderTable;
    }

    /**
     * Returns whether the job that changes a table had ended at the step with this index, at which the recorder waited.
     */
    public boolean hasEnded(int waitIndex, Table tableBefore, Table tableAfter) {
        for (Script.Step step : steps.subList(waitIndex + 1, steps.size())) {
            if (step.isWait()) {
                continue;
            }
            if (reportsRunningJob(step, tableBefore.name())) {
                return false;
            }
            if (showsTable(step, tableBefore.name())
                    && !renderComparable(tableBefore).equals(renderComparable(tableAfter))) {
                return !ComparableTexts.sortListPartitions(step.rows().get(0).get(1))
                        .equals(renderComparable(tableBefore));
            }
            if (step.isAccepted()
                    && (StatementFamilies.isChange(step.sql())
                            || StatementFamilies.dropsMaterializedView(step.sql()))) {
                return true;
            }
        }
        return true;
    }

    private String renderComparable(Table table) {
        return ComparableTexts.sortListPartitions(renderTable.apply(table));
    }

    private static boolean reportsRunningJob(Script.Step step, String table) {
        return !step.isAccepted()
                && (step.error().contains("is in progress on the table " + table + ".")
                        || step.error().contains("is being created on the table " + table + ".")
                        || step.error().contains("The table " + table + " is currently in state"));
    }

    private static boolean showsTable(Script.Step step, String table) {
        return step.isAccepted()
                && StatementFamilies.showsTable(step.sql())
                && step.rows().get(0).get(0).equals(table);
    }
}
