package dev.cairn.integration.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.integration.plans.InterruptionTrial.Result;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.random.Breadth;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An upgrade or a downgrade whose connection is lost, or whose process dies, at any statement that changes something is
 * continued by another migrator, in both directions: the definitions are those of an undisturbed run, no step has run
 * twice, and nothing is left over.
 *
 * <p>{@code -Dcairn.test.url=jdbc:mysql://127.0.0.1:9030/ -Dcairn.interruptions.each=1 -Dcairn.interruptions.seed=3}
 * interrupts each statement, with other faults, on any server.
 */
@Tag(DdlTests.TAG)
@Tag(Breadth.LONG)
class InterruptedMigrationsTest {
    private static final int STRIDE = Breadth.of("cairn.interruptions.each", 127, 7);
    private static final int SEED = Integer.getInteger("cairn.interruptions.seed", 0);

    @AutoClose
    private static TrialServer server;

    @TempDir
    static Path lakeFolder;

    private final Logger cairnLogger = Logger.getLogger("dev.cairn");

    @BeforeAll
    static void connect() throws SQLException {
        server = TrialServer.of(Optional.ofNullable(System.getProperty("cairn.test.url")), lakeFolder);
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedRunContinuesInBothDirections(InterruptedSchema schema) throws SQLException {
        cairnLogger.setLevel(Level.OFF); // Cairn would log each step and each lost connection.
        try {
            for (SwapMode swapMode : schema.swapModes()) {
                String database =
                        "cairn_interruptions_" + UUID.randomUUID().toString().substring(0, 8);
                Result result = new InterruptionTrial(server, database, schema, swapMode, STRIDE, SEED).run();
                System.out.println("interruptions of " + schema.name().toLowerCase(Locale.ROOT) + ", " + swapMode + ": "
                        + result.interruptionCount() + ", leftovers: " + result.leftoverCount() + ", repairs: "
                        + result.repairCount());
                assertThat(result.problems()).isEmpty();
                assertThat(result.interruptionCount()).isPositive();
            }
        } finally {
            cairnLogger.setLevel(null);
        }
    }
}
