package dev.cairn.internal.migrate;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.run.preparation.MigratorSettings;
import java.util.List;

/**
 * Creates the ledger that records the progress of scripts, and the ledgers of the schemas whose migrations scripts
 * contain.
 */
final class ScriptLedgers {
    /** The name of the ledger of scripts, in place of a schema's name. */
    static final String SCHEMA_NAME = "run_sql";

    private ScriptLedgers() {}

    /** Returns the ledger of scripts. */
    static Ledger create(ConnectionFactory connections, MigratorSettings settings) {
        return createForSchema(connections, settings, SCHEMA_NAME);
    }

    /** Returns the ledger of a schema whose migrations a script contains. */
    static Ledger createForSchema(ConnectionFactory connections, MigratorSettings settings, String schema) {
        return new Ledger(
                connections, schema, settings.values(), settings.ticker(), settings::createOwnerName, List.of());
    }
}
