package dev.cairn.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors after which a retry may succeed are recognized, and reads are retried after them. */
class TransientErrorTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @AutoClose
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();

    private final List<Duration> pauses = new ArrayList<>();
    private Duration now = Duration.ZERO;

    private final Ticker ticker = new Ticker() {
        @Override
        public Stopwatch start() {
            Duration start = now;
            return () -> now.minus(start);
        }

        @Override
        public void sleep(Duration time) {
            pauses.add(time);
            now = now.plus(time);
        }
    };

    private ConnectionFactory createConnectionFactory(double jitter) {
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(server.jdbcUrl() + "?readOnlyPropagatesToServer=false");
        source.setUser("root");
        return new ConnectionFactory(
                source, "shop", ticker, OptionValues.DEFAULTS.withValue(Retry.JITTER, () -> jitter));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1040|Too many connections|OVERLOADED",
                "1203|User app already has more than 'max_user_connections' active connections|OVERLOADED",
                "1105|Reach cluster-wide connection limit, qe_max_connection=4096, connectionMap.size=4096|OVERLOADED",
                "1105|Reach user-level(qualifiedUser: app) connection limit, currentUserMaxConn=1|OVERLOADED",
                "1064|StarRocks planner use long time 3000 ms in memo phase, This probably because 1. FE Full"
                        + " GC|OVERLOADED",
                "1064|Failed to allocate resource to query: pending timeout [300s], you could modify|OVERLOADED",
                "5300|Failed to acquire lock: timeout|OVERLOADED",
                "5024|Query reached its timeout of 300 seconds, please increase the 'query_timeout'|TIMED_OUT",
                "1064|query timeout|TIMED_OUT",
                "1064|java.net.SocketTimeoutException: Read timed out|LEADER_LOST",
                "1064|Current node is not leader, but FOLLOWER, submit log is not allowed|LEADER_LOST",
                "5401|forward too many times 31|LEADER_LOST",
                "0|concurrent transaction detected while adding shadow index, please re-run the alter table"
                        + " command|DISTURBED",
                "1064|Failed to update base compaction forbidden time ranges for t: Unable to store Trigger with name:"
                        + " 'delayedTrigger1764528000000' and group: 'defaultGroup' because one already exists with this"
                        + " identification.|DISTURBED",
                "1064|Getting analyzing error. Detail message: Unknown column|NONE",
                "5502|Unknown table 'shop.timeouts'|NONE",
                "1064|A schema change operation is in progress on the table orders|NONE"
            })
    void transientErrorsAreRecognizedByNumberOrMessage(int number, String message, String expectedClass) {
        assertThat(TransientError.classify(number, message)
                        .map(TransientError::name)
                        .orElse("NONE"))
                .isEqualTo(expectedClass);
    }

    @Test
    void aReadIsTriedAgainWithGrowingPauses() {
        try (ServerConnection connection = createConnectionFactory(1).open()) {
            for (int i = 1; i <= 3; i++) {
                server.faults()
                        .add(
                                Trigger.matching("SHOW DATABASES").nth(i),
                                Fault.reject(1040, "08004", "Too many connections"));
            }
            assertThat(connection.fetchRows("SHOW DATABASES")).isNotEmpty();
        }
        assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400));
    }

    @Test
    void thePausesDependOnTheJitter() {
        try (ServerConnection connection = createConnectionFactory(0.5).open()) {
            server.faults().add(Trigger.matching("SHOW DATABASES"), Fault.reject(1064, "HY000", "query timeout"));
            connection.fetchRows("SHOW DATABASES");
        }
        assertThat(pauses).containsExactly(Duration.ofMillis(75));
    }

    @Test
    void readsAreRetriedUntilTheTimeout() {
        try (ServerConnection connection = createConnectionFactory(1).open()) {
            server.faults()
                    .add(
                            Trigger.matching("SHOW DATABASES").every(),
                            Fault.reject(1040, "HY000", "Too many connections"));
            assertThatThrownBy(() -> connection.fetchRows("SHOW DATABASES"))
                    .isInstanceOf(ServerRefusalException.class)
                    .satisfies(MESSAGES::match);
        }
        assertThat(now)
                .isBetween(
                        MigratorOption.RETRY.defaultValue(),
                        MigratorOption.RETRY.defaultValue().plusSeconds(10));
    }

    @Test
    void aWritingStatementIsNotRetriedByTheConnection() {
        try (ServerConnection connection = createConnectionFactory(1).open()) {
            server.faults().add(Trigger.matching("CREATE.*"), Fault.reject(1040, "HY000", "Too many connections"));
            assertThatThrownBy(() -> connection.execute("CREATE DATABASE shop"))
                    .isInstanceOf(ServerRefusalException.class);
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void aServerWithTooManyConnectionsIsAskedAgain() {
        server.faults().add(Trigger.connecting(), Fault.reject(1105, "HY000", "Reach cluster-wide connection limit"));
        createConnectionFactory(1).open().close();
        assertThat(pauses).hasSize(1);

        server.faults().add(Trigger.connecting().every(), Fault.reject(1040, "08004", "Too many connections"));
        assertThatThrownBy(() -> createConnectionFactory(1).open())
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }
}
