package dev.cairn.internal.migrate.script;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.run.preparation.MigratorSettings;
import java.util.List;

/**
 * Creates the ledger that records the progress of scripts, and the ledgers of the schemas whose migrations scripts
 * contain.
 */
final class ScriptLedgerFactory {
    /** The name of the ledger of scripts, in place of a schema's name. */
    static final String SCHEMA_NAME = "run_sql";

    private ScriptLedgerFactory() {}

    /** Returns the ledger of scripts. */
    static Ledger create(ConnectionFactory connectionFactory, MigratorSettings settings) {
        return createForSchema(connectionFactory, settings, SCHEMA_NAME);
    }

    /** Returns the ledger of a schema whose migrations a script contains. */
    static Ledger createForSchema(ConnectionFactory connectionFactory, MigratorSettings settings, String schemaName) {
        return new Ledger(
                connectionFactory,
                schemaName,
                settings.values(),
                settings.ticker(),
                settings::createOwnerName,
                List.of());
    }
}
