package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.profile.ServerProfile.RunMode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Schema changes that run as asynchronous jobs. */
class JobTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String WIDEN_SQL = "ALTER TABLE a MODIFY COLUMN v BIGINT";

    private EmbeddedStarRocks server;
    private Client client;

    @BeforeEach
    void start() throws SQLException {
        start(Options.DEFAULT.jobs(Job.Pace.manual()));
    }

    private void start(Options options) throws SQLException {
        server = EmbeddedStarRocks.start(options);
        client = Client.of(server);
        client.run(
                "CREATE DATABASE t",
                "USE t",
                "CREATE TABLE a (k INT, v INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k) BUCKETS 1");
    }

    private void restart(Options options) throws SQLException {
        stop();
        start(options);
    }

    @AfterEach
    void stop() throws SQLException {
        client.close();
        server.close();
    }

    private String columnType() throws SQLException {
        return client.rows("DESC a").get(1).get(1);
    }

    private String jobState() throws SQLException {
        return client.rows("SHOW ALTER TABLE COLUMN FROM t WHERE TableName = 'a' ORDER BY JobId DESC LIMIT 1")
                .get(0)
                .get(9);
    }

    @Test
    void aJobGoesThroughItsStates() throws SQLException {
        client.run(WIDEN_SQL);
        List<String> states = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            states.add(jobState() + " " + columnType());
            server.jobs().step();
        }
        assertThat(states).containsExactly("PENDING int", "WAITING_TXN int", "RUNNING int", "FINISHED bigint");
        assertThat(server.jobs().runningJobs()).isEmpty();
    }

    @Test
    void aValueThatCannotBeConvertedCancelsTheJob() throws SQLException {
        client.run(
                "CREATE TABLE a2 (k INT, v VARCHAR(10)) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k) BUCKETS 1",
                "INSERT INTO a2 VALUES (1, '1'), (2, 'x')",
                "ALTER TABLE a2 MODIFY COLUMN v DECIMAL(9, 2)");
        server.jobs().finish();
        assertThat(client.rows("SHOW ALTER TABLE COLUMN FROM t WHERE TableName = 'a2'")
                        .get(0))
                .element(9)
                .isEqualTo("CANCELLED");
        assertThat(server.jobs().all().get(0).message()).contains("column v");
        assertThat(client.rows("DESC a2").get(1).get(1)).isEqualTo("varchar(10)");
        assertThat(client.rows("SELECT v FROM a2 ORDER BY k")).containsExactly(List.of("1"), List.of("x"));
    }

    @Test
    void otherChangesAreRefusedDuringAJob() throws SQLException {
        client.run(WIDEN_SQL);
        Client.Refusal refusal = client.refusal("ALTER TABLE a ADD COLUMN x INT");
        assertThat(refusal.errno()).isEqualTo(1064);
        assertThat(refusal.message()).satisfies(MESSAGES::matchText);
        server.jobs().finish("t", "a");
        client.run("ALTER TABLE a ADD COLUMN x INT");
    }

    @Test
    void metadataChangesFinishImmediately() throws SQLException {
        client.run("ALTER TABLE a ADD COLUMN x INT");
        assertThat(jobState()).isEqualTo("FINISHED");
        assertThat(server.jobs().runningJobs()).isEmpty();
    }

    @Test
    void aJobCanBeCancelled() throws SQLException {
        client.run(WIDEN_SQL, "CANCEL ALTER TABLE COLUMN FROM a");
        assertThat(jobState()).isEqualTo("CANCELLED");
        assertThat(columnType()).isEqualTo("int");
        assertThat(client.refusal("CANCEL ALTER TABLE COLUMN FROM a").message()).satisfies(MESSAGES::matchText);
        client.run(WIDEN_SQL);
    }

    @Test
    void aJobCanFail() throws SQLException {
        server.faults().add(Trigger.matching("ALTER.*"), Fault.failJob("disk full"));
        client.run(WIDEN_SQL);
        assertThat(jobState()).isEqualTo("PENDING");
        server.jobs().finish();
        assertThat(jobState()).isEqualTo("CANCELLED");
        assertThat(server.jobs().all().get(0).message()).isEqualTo("disk full");
        assertThat(columnType()).isEqualTo("int");

        client.run(WIDEN_SQL);
        server.jobs().fail("t", "a", "again");
        assertThat(jobState()).isEqualTo("CANCELLED");
        client.run(WIDEN_SQL);
        server.jobs().finish();
        assertThat(columnType()).isEqualTo("bigint");
    }

    @Test
    void droppingATableRemovesItsJob() throws SQLException {
        client.run(WIDEN_SQL, "DROP TABLE a FORCE", "CREATE TABLE a (k INT) DISTRIBUTED BY HASH(k)");
        server.jobs().finish();
        assertThat(server.jobs().all())
                .singleElement()
                .satisfies(job -> assertThat(job.state()).hasToString("CANCELLED"));
        assertThat(client.rows("DESC a")).hasSize(1);
    }

    @Test
    void rollupsAndOptimizationsAreJobsOfTheirOwn() throws SQLException {
        client.run("ALTER TABLE a ADD ROLLUP r (v, k)");
        assertThat(client.rows("SHOW ALTER TABLE ROLLUP").get(0)).contains("r", "PENDING");
        assertThat(client.rows("SHOW ALTER TABLE ROLLUP WHERE TableName = 'z' ORDER BY JobId DESC LIMIT 0"))
                .hasSize(1);
        assertThat(client.refusal("SHOW ALTER TABLE ROLLUP WHERE z = '1'").errno())
                .isEqualTo(5064);
        assertThat(client.refusal("ALTER TABLE a ADD COLUMN x INT").message()).satisfies(MESSAGES::matchText);
        server.jobs().finish();
        client.run("ALTER TABLE a DISTRIBUTED BY HASH(k) BUCKETS 4");
        assertThat(server.jobs().runningJobs().get(0).kind()).isEqualTo(Job.Kind.OPTIMIZE);
        server.jobs().finish();
        assertThat(client.rows("SHOW ALTER TABLE OPTIMIZE").get(0)).contains("FINISHED");
        assertThat(client.rows("SHOW CREATE TABLE a").get(0).get(1)).contains("BUCKETS 4");
    }

    @Test
    void jobsTakeTheTimeThatWasSet() throws SQLException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        restart(Options.DEFAULT
                .jobs(Job.Pace.ofDuration(Duration.ofSeconds(30)))
                .clock(now::get));
        client.run(WIDEN_SQL);
        List<String> states = new ArrayList<>();
        for (int second : new int[] {0, 9, 10, 20, 29, 30, 31}) {
            now.set(Instant.ofEpochSecond(second));
            states.add(jobState());
        }
        assertThat(states)
                .containsExactly("PENDING", "PENDING", "WAITING_TXN", "RUNNING", "RUNNING", "FINISHED", "FINISHED");
        assertThat(columnType()).isEqualTo("bigint");
    }

    @Test
    void existingRowsGetTheTimeAtWhichTheJobWasCreated() throws SQLException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        restart(Options.DEFAULT
                .jobs(Job.Pace.ofDuration(Duration.ofSeconds(30)))
                .clock(now::get));
        client.run(
                "CREATE TABLE b (k INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)"
                        + " PROPERTIES ('fast_schema_evolution' = 'false')",
                "INSERT INTO b VALUES (1)",
                "SET time_zone = '+02:00'",
                "ALTER TABLE b ADD COLUMN t DATETIME DEFAULT CURRENT_TIMESTAMP");
        now.set(Instant.ofEpochSecond(31));
        client.run("INSERT INTO b (k) VALUES (2)");
        assertThat(client.rows("SELECT * FROM b ORDER BY k"))
                .containsExactly(List.of("1", "1970-01-01 02:00:00"), List.of("2", "1970-01-01 02:00:31"));
    }

    @Test
    void immediateJobsAreFinishedBeforeTheNextStatement() throws SQLException {
        restart(Options.DEFAULT.jobs(Job.Pace.atOnce().withPace(Job.Kind.ROLLUP, Job.Pace.manual())));
        client.run(WIDEN_SQL, "ALTER TABLE a ADD COLUMN x INT", "ALTER TABLE a ADD ROLLUP r (v, k)");
        assertThat(columnType()).isEqualTo("bigint");
        assertThat(server.jobs().runningJobs()).hasSize(1);
    }

    @Test
    void aSharedDataServerRewritesInOneMoreState() throws SQLException {
        ServerProfile sharedDataProfile = Options.DEFAULT.profile().with(RunMode.SHARED_DATA);
        restart(Options.DEFAULT.profile(sharedDataProfile).jobs(Job.Pace.manual()));
        client.run("ALTER TABLE a MODIFY COLUMN v VARCHAR(20)");
        List<String> states = new ArrayList<>();
        for (int step = 0; step < 5; step++) {
            states.add(jobState());
            server.jobs().step();
        }
        assertThat(states).containsExactly("PENDING", "WAITING_TXN", "RUNNING", "FINISHED_REWRITING", "FINISHED");
        assertThat(client.columnNames("SHOW ALTER TABLE COLUMN")).endsWith("Warehouse");
    }

    @Test
    void someJobsOfASharedDataServerAreHiddenFromShowAlter() throws SQLException {
        ServerProfile sharedDataProfile = Options.DEFAULT.profile().with(RunMode.SHARED_DATA);
        restart(Options.DEFAULT.profile(sharedDataProfile).jobs(Job.Pace.manual()));
        client.run("ALTER TABLE a SET ('file_bundling' = 'false')");
        assertThat(client.rows("SHOW ALTER TABLE COLUMN")).isEmpty();
        assertThat(client.refusal("ALTER TABLE a ADD COLUMN x INT").message()).satisfies(MESSAGES::matchText);
        assertThat(client.rows("SHOW PROC '/dbs/t'").get(0)).contains("SCHEMA_CHANGE");
        server.jobs().finish();
        assertThat(client.rows("SHOW PROC '/dbs/t'").get(0)).contains("NORMAL");
    }

    @Test
    void aSharedDataServerHasComputeNodesAndVolumes() throws SQLException {
        ServerProfile sharedDataProfile = Options.DEFAULT.profile().with(RunMode.SHARED_DATA);
        restart(Options.DEFAULT.profile(sharedDataProfile.with(ClusterResources.NONE.withVolumes("s3"))));
        assertThat(client.column("SHOW STORAGE VOLUMES")).containsExactly("builtin_storage_volume", "s3");
        client.run("CREATE TABLE b (k INT) PROPERTIES ('storage_volume' = 's3')");
        client.run(
                "CREATE STORAGE VOLUME gcs TYPE = GS LOCATIONS = ('gs://a')",
                "CREATE TABLE c (k INT) PROPERTIES ('storage_volume' = 'gcs')");
        assertThat(client.rows("SHOW COMPUTE NODES")).hasSize(3);
        assertThat(client.rows("SHOW BACKENDS")).isEmpty();
    }
}
