package dev.cairn.internal.migrate.script;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.LedgerNames;
import dev.cairn.internal.run.preparation.MigratorSettings;
import java.util.List;

/**
 * Creates the ledger that records the progress of scripts, and the ledgers of the schemas whose migrations scripts
 * contain.
 */
final class ScriptLedgerFactory {
    private ScriptLedgerFactory() {}

    /** Returns the ledger of scripts. */
    static Ledger create(ConnectionFactory connectionFactory, MigratorSettings settings) {
        return createForSchema(connectionFactory, settings, LedgerNames.SCRIPT_LEDGER_NAME);
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
