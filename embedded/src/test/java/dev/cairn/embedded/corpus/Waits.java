package dev.cairn.embedded.corpus;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.corpus.JobWaits;
import dev.cairn.corpus.Script;
import dev.cairn.embedded.state.SchemaChangeJob;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import java.util.List;

/** Determines whether a job had ended when the recorder waited for it. */
final class Waits {
    private final ServerProfile profile;
    private final JobWaits jobWaits;

    Waits(ServerProfile profile, List<Script.Step> steps) {
        this.profile = profile;
        this.jobWaits = new JobWaits(steps, table -> ShowCreate.render(profile, table));
    }

    boolean hasEnded(int stepNumber, Catalog catalog, SchemaChangeJob job) {
        Table tableBefore =
                catalog.findTable(job.databaseName(), job.tableName()).orElseThrow();
        return catalogAfter(catalog, job)
                .findTable(job.databaseName(), job.tableName())
                .map(tableAfter -> jobWaits.hasEnded(stepNumber, tableBefore, tableAfter))
                .orElse(true);
    }

    /** Returns the catalog after the end of the job. */
    private Catalog catalogAfter(Catalog catalog, SchemaChangeJob job) {
        Database database = catalog.findDatabase(job.databaseName()).orElseThrow();
        Table table = database.findTable(job.tableName()).orElseThrow();
        Catalog idleCatalog = catalog.withDatabase(database.withTable(table.withState(TableState.NORMAL)));
        try {
            return new Engine(profile)
                    .apply(idleCatalog, new Session(job.defaultDatabaseName()), job.change())
                    .catalog();
        } catch (Refusal refusal) {
            return catalog;
        }
    }
}
