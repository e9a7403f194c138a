package dev.cairn.internal.migrate;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.run.preparation.MigratorSettings;
import java.util.List;

/** The ledger in which scripts record their progress, and those of the schemas whose migrations they contain. */
final class ScriptLedger {
    /** The name of the ledger of scripts, in place of a schema's name. */
    static final String NAME = "run_sql";

    private ScriptLedger() {}

    /** Returns the ledger of scripts. */
    static Ledger create(ConnectionFactory connections, MigratorSettings settings) {
        return createForSchema(connections, settings, NAME);
    }

    static Ledger createForSchema(ConnectionFactory connections, MigratorSettings settings, String schema) {
        return new Ledger(connections, schema, settings.values(), settings.ticker(), settings::createOwner, List.of());
    }
}
