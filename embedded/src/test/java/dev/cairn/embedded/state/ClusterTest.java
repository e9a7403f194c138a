package dev.cairn.embedded.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.account.Accounts;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.protocol.ClientConnection;
import dev.cairn.embedded.rows.RowStorage;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.ServerVariables;
import dev.cairn.embedded.show.VirtualTables;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Jobs progress between operations on the state, not during one. */
class ClusterTest {
    private Instant now = Instant.parse("2025-06-01T12:00:00Z");

    private record NoConnection() implements ClientConnection {
        @Override
        public int id() {
            return 1;
        }

        @Override
        public String remoteAddress() {
            return "";
        }

        @Override
        public void disconnect() {}
    }

    @Test
    void noJobProgressesDuringAnOperation() {
        ServerProfile profile = ServerProfile.DEFAULT;
        try (RowStorage rows = new RowStorage(profile, () -> now)) {
            Cluster cluster = new Cluster(
                    profile,
                    Job.Pace.ofDuration(Duration.ofSeconds(1)),
                    () -> now,
                    Accounts.initial(),
                    VirtualTables.createDatabases(profile),
                    rows);
            User root = cluster.state()
                    .accounts()
                    .findUserForLogin("root", "127.0.0.1")
                    .orElseThrow();
            ServerSession session = new ServerSession(
                    new NoConnection(), root.name(), root.defaultRoleNames(), new ServerVariables(profile), now);
            Sql.parseScript("CREATE DATABASE d; USE d;"
                            + " CREATE TABLE t (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1;"
                            + " ALTER TABLE t MODIFY COLUMN v BIGINT")
                    .forEach(statement -> cluster.apply(cluster.prepare(session, statement, cluster.state()), null));

            cluster.runExclusively(outerState -> {
                assertThat(outerState.jobs().runningWork()).hasSize(1);
                now = now.plusSeconds(60);
                assertThat(cluster.state()).isSameAs(outerState);
                cluster.runExclusively(innerState -> assertThat(innerState).isSameAs(outerState));
                assertThat(cluster.state()).isSameAs(outerState);
                return outerState;
            });
            assertThat(cluster.state().jobs().runningWork()).isEmpty();
        }
    }
}
