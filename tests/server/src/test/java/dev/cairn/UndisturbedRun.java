package dev.cairn;

import dev.cairn.World.Effects;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.schema.SchemaDescriptor;
import java.sql.SQLException;
import java.util.List;

/**
 * An upgrade without faults, with which runs with faults are compared.
 *
 * @param statements the statements that it sent
 * @param effects what it left on the server
 */
record UndisturbedRun(SchemaDescriptor schema, List<LoggedStatement> statements, Effects effects) {
    /** Upgrades a new database by ten migrations. */
    static UndisturbedRun ofTenMigrations() throws SQLException {
        SchemaDescriptor schema =
                TenMigrations.of(World.DATABASE, World.createCountingCode()).schema();
        try (World world = new World()) {
            world.createMigrator(schema).upgrade();
            List<LoggedStatement> statements = world.server.log().all();
            return new UndisturbedRun(schema, statements, world.readEffects(schema));
        }
    }

    LoggedStatement statement(int number) {
        return statements.get(number - 1);
    }
}
