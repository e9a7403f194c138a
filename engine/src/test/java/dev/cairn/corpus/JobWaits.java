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

    /** Returns whether the job that changes a table had ended at a step. */
    public boolean hasEnded(int waitIndex, Table before, Table after) {
        for (Script.Step step : steps.subList(waitIndex + 1, steps.size())) {
            if (step.isWait()) {
                continue;
            }
            if (reportsRunningJob(step, before.name())) {
                return false;
            }
            if (shows(step, before.name()) && !renderComparable(before).equals(renderComparable(after))) {
                return !ComparableTexts.sortPartitions(step.rows().get(0).get(1))
                        .equals(renderComparable(before));
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
        return ComparableTexts.sortPartitions(renderTable.apply(table));
    }

    private static boolean reportsRunningJob(Script.Step step, String table) {
        return !step.isAccepted()
                && (step.error().contains("is in progress on the table " + table + ".")
                        || step.error().contains("is being created on the table " + table + ".")
                        || step.error().contains("The table " + table + " is currently in state"));
    }

    private static boolean shows(Script.Step step, String table) {
        return step.isAccepted()
                && StatementFamilies.showsTable(step.sql())
                && step.rows().get(0).get(0).equals(table);
    }
}
