package dev.cairn.integration.server;

import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The single server of a long run: the one that {@code -Dcairn.test.url} names, or an embedded one. */
public final class ChosenServer implements AutoCloseable {
    private static final Duration JOB_DURATION = Duration.ofMillis(5);

    private final Server server;

    private ChosenServer(Server server) {
        this.server = server;
    }

    public static ChosenServer ofProperties() {
        return new ChosenServer(Servers.findNamed(name -> Optional.ofNullable(System.getProperty(name)))
                .orElseGet(() -> EmbeddedServer.of(
                        "the embedded server",
                        Options.DEFAULT.jobs(Job.Pace.ofDuration(JOB_DURATION)).logCapacity(0))));
    }

    public String name() {
        return server.name();
    }

    /** Creates a database, which the caller drops by closing it. */
    public FreshDatabase database(String name) {
        return FreshDatabase.create(server, name);
    }

    /**
     * Returns whether the backends store rows: those of a frontend for tests of definitions accept rows and forget
     * them.
     */
    public boolean keepsRows(String databaseName) throws SQLException {
        try (FreshDatabase database = database(databaseName)) {
            database.execute("CREATE TABLE t (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1"
                    + " PROPERTIES ('replication_num' = '1')");
            try {
                database.execute("INSERT INTO t VALUES (1)");
                return database.rows("SELECT id FROM t").equals(List.of(List.of("1")));
            } catch (SQLException refusal) {
                return false;
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
