package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import java.util.List;

/**
 * What statements make of a catalog, one after another.
 *
 * @param session the database that is selected
 * @param empty holds that database, and what others keep
 */
public record ChainVerifier(Engine engine, Session session, Catalog empty) {
    /** Ends before the first migration that has a mistake: what comes after it would fail for no reason of its own. */
    Catalog of(List<Migration> migrations, ParsedMigrations parsed, List<ChainProblem> problems) {
        return new ChainVerification(this, migrations, parsed, problems).head();
    }
}
