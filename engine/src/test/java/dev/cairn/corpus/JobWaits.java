package dev.cairn.corpus;

import dev.cairn.catalog.Table;
import java.util.List;
import java.util.function.Function;

/**
 * Whether a job ended when the recorder waited for it. The backends of the recorded server took every task and executed
 * no query, so some jobs stayed under way for as long as their table lived; the script's later answers tell.
 */
public final class JobWaits {
    private final List<Script.Step> steps;
    private final Function<Table, String> renderTable;

    public JobWaits(List<Script.Step> steps, Function<Table, String> shown) {
        this.steps = steps;
        this.renderTable = shown;
    }

    /** Whether the job that turns one table into the other was done at a step. */
    public boolean hasEnded(int wait, Table before, Table after) {
        for (Script.Step step : steps.subList(wait + 1, steps.size())) {
            if (step.isWait()) {
                continue;
            }
            if (reportsRunningJob(step, before.name())) {
                return false;
            }
            if (shows(step, before.name()) && !text(before).equals(text(after))) {
                return !ComparableTexts.sortPartitions(step.rows().get(0).get(1))
                        .equals(text(before));
            }
            if (step.isAccepted()
                    && (StatementFamilies.isChange(step.sql())
                            || StatementFamilies.dropsMaterializedView(step.sql()))) {
                return true;
            }
        }
        return true;
    }

    private String text(Table table) {
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
