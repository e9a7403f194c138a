package dev.cairn.integration.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.integration.plans.ChainTrial.Result;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.random.Breadth;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database at the last of several random migrations, of tables, views, materialized views, roles and cluster objects,
 * can be downgraded to each of them and upgraded again. The server refuses no statement, and shows the same definitions
 * as before at each position.
 *
 * <p>{@code -Dcairn.test.url=jdbc:mysql://127.0.0.1:9030/ -Dcairn.chains.schemas=100 -Dcairn.chains.seed=17} tries other
 * chains, and more of them, on any server.
 */
@Tag(DdlTests.TAG)
@Tag(Breadth.LONG)
class RandomSchemaChainsTest {
    private static final int CHAIN_COUNT = Breadth.of("cairn.chains.schemas", 1, 30);
    private static final long FIRST_SEED = Long.getLong("cairn.chains.seed", 0);

    @AutoClose
    private static TrialServer server;

    @TempDir
    static Path lakeFolder;

    private final Logger cairnLogger = Logger.getLogger("dev.cairn");

    @BeforeAll
    static void connect() throws SQLException {
        server = TrialServer.of(Optional.ofNullable(System.getProperty("cairn.test.url")), lakeFolder);
    }

    @Test
    void eachMigrationCanBeRevertedAndRepeated() throws SQLException {
        cairnLogger.setLevel(Level.OFF); // Cairn would log each step of each migration.
        String databasePrefix = "cairn_chains_" + UUID.randomUUID().toString().substring(0, 8);
        List<String> problems = new ArrayList<>();
        int downgradeCount = 0;
        try {
            for (long seed = FIRST_SEED; seed < FIRST_SEED + CHAIN_COUNT; seed++) {
                Result result = new ChainTrial(server, databasePrefix + "_" + seed, seed).run();
                downgradeCount += result.downgradeCount();
                problems.addAll(result.problems());
            }
        } finally {
            cairnLogger.setLevel(null);
        }
        System.out.println("chains of migrations: " + CHAIN_COUNT + ", downgrades: " + downgradeCount);
        assertThat(problems).isEmpty();
        assertThat(downgradeCount).isGreaterThan(CHAIN_COUNT);
    }
}
