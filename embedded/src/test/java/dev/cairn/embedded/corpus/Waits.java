package dev.cairn.embedded.corpus;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.embedded.job.Job;
import dev.cairn.engine.Engine;
import dev.cairn.engine.Session;
import dev.cairn.engine.ShowCreate;
import java.util.List;

/**
 * Whether a job had ended when the recorder waited for it. The recorded server's backends executed no query, so some
 * jobs never ended; the script's later answers tell.
 */
final class Waits {
    private final ServerProfile profile;
    private final List<Script.Step> steps;

    Waits(ServerProfile profile, List<Script.Step> steps) {
        this.profile = profile;
        this.steps = steps;
    }

    boolean ended(int wait, Catalog catalog, Job job) {
        String before = text(catalog, job);
        String after = text(changed(catalog, job), job);
        for (Script.Step step : steps.subList(wait + 1, steps.size())) {
            if (step.isWait()) {
                continue;
            }
            if (!step.accepted()) {
                if (saysBusy(step.error(), job.table())) {
                    return false;
                }
            } else if (!step.isLook()) {
                return true;
            } else if (shows(step, job.table()) && !before.equals(after)) {
                return !Texts.comparable(step.rows().get(0).get(1)).equals(before);
            }
        }
        return true;
    }

    private static boolean saysBusy(String error, String table) {
        return error.contains("is in progress on the table " + table + ".")
                || error.contains("is being created on the table " + table + ".")
                || error.contains("The table " + table + " is currently in state");
    }

    private static boolean shows(Script.Step step, String table) {
        return step.showsTable() && step.rows().get(0).get(0).equals(table);
    }

    /** What ending the job makes of the catalog. */
    private Catalog changed(Catalog catalog, Job job) {
        Database database = catalog.database(job.database()).orElseThrow();
        Table table = database.table(job.table()).orElseThrow();
        Catalog free = catalog.with(database.with(table.in(TableState.NORMAL)));
        try {
            return new Engine(profile)
                    .apply(free, new Session(job.changer()), job.change())
                    .catalog();
        } catch (Refusal refused) {
            return catalog;
        }
    }

    private String text(Catalog catalog, Job job) {
        return catalog.table(job.database(), job.table())
                .map(table -> Texts.comparable(ShowCreate.text(profile, table)))
                .orElse("");
    }
}
