package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import java.util.List;

/**
 * Verifies migrations by applying them to a catalog, one after another. Statements for servers other than the server of
 * the engine's profile are ignored.
 *
 * @param session the session, with the database selected
 * @param initialCatalog a catalog with that database and the external objects
 */
public record ChainVerifier(Engine engine, Session session, Catalog initialCatalog) {
    /**
     * Returns the catalog after the migrations, and adds the problems and the warnings to the findings. Stops before the first invalid
     * migration, because later ones could fail as a consequence.
     */
    Catalog verify(List<Migration> migrations, ParsedMigrations parsedMigrations, ChainFindings findings) {
        return new ChainVerification(this, migrations, parsedMigrations, findings).verify();
    }
}
