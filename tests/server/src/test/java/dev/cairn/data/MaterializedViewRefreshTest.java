package dev.cairn.data;

import static dev.cairn.data.SalesMv.SALES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.SkippingTicker;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.polling.ServerPoller;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.net.ConnectException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refresh of a materialized view ends when the server has replaced the rows. */
class MaterializedViewRefreshTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @AutoClose
    private SalesServer shop;

    private MaterializedViewRefresh refresh;

    @BeforeEach
    void createView() throws SQLException {
        shop = new SalesServer();
        shop.execute(SALES.create());
        refresh = MaterializedViewRefresh.of(shop.poller, CallObservers.NONE, SALES);
    }

    @Test
    void withoutChangesThereIsNothingToDo() {
        refresh.await();

        assertThat(refresh.await().state()).isEqualTo(RefreshRequest.Outcome.State.NOTHING_TO_DO);
        assertThat(refresh.force().await().state()).isEqualTo(RefreshRequest.Outcome.State.REFRESHED);
    }

    @Test
    void awaitReturnsWhenTheRowsAreRefreshed() throws SQLException {
        RefreshRequest.Outcome outcome = refresh.await();

        assertThat(outcome.name()).isEqualTo("sales");
        assertThat(outcome.state()).isEqualTo(RefreshRequest.Outcome.State.REFRESHED);
        assertThat(outcome.runs()).hasSize(1);
        assertThat(shop.readTotals("sales")).containsExactly("2026-01-01 15", "2026-02-02 7");
    }

    @Test
    void aRefreshCanBeAwaitedRepeatedly() throws SQLException {
        refresh.await();
        shop.execute("INSERT INTO orders VALUES ('2026-02-02', 1)");
        refresh.await();

        assertThat(shop.readTotals("sales")).containsExactly("2026-01-01 15", "2026-02-02 8");
    }

    @Test
    void partitionsAndForceAreWrittenIntoTheStatement() {
        assertThat(refresh.sql()).isEqualTo("REFRESH MATERIALIZED VIEW `sales`");
        assertThat(refresh.partitions("2026-01-01", "2026-02-01").force().sql())
                .isEqualTo(
                        "REFRESH MATERIALIZED VIEW `sales` PARTITION START (\"2026-01-01\") END (\"2026-02-01\") FORCE");
        assertThat(refresh.partitions(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 2, 1))
                        .sql())
                .isEqualTo(refresh.partitions("2026-01-01", "2026-02-01").sql());
        assertThat(refresh.priority(90)
                        .partitions(LocalDateTime.of(2026, 1, 1, 0, 0), LocalDateTime.of(2026, 1, 1, 12, 30))
                        .sql())
                .isEqualTo("REFRESH MATERIALIZED VIEW `sales` PARTITION START (\"2026-01-01 00:00:00\") END"
                        + " (\"2026-01-01 12:30:00\") WITH PRIORITY 90");
        assertThat(refresh.partitionsOf("Oslo", "Rome").sql())
                .isEqualTo("REFRESH MATERIALIZED VIEW `sales` PARTITION ('Oslo', 'Rome')");
        assertThat(refresh.partitionsOf(List.of(List.of("Oslo", "1"))).force().sql())
                .isEqualTo("REFRESH MATERIALIZED VIEW `sales` PARTITION (('Oslo', '1')) FORCE");
    }

    @Test
    void partitionsAreRefreshed() {
        assertThat(refresh.partitions("2026-01-01", "2026-02-01")
                        .force()
                        .await()
                        .state())
                .isEqualTo(RefreshRequest.Outcome.State.REFRESHED);
    }

    @Test
    void aFailedRefreshReportsTheServersMessage() {
        shop.server.faults().add(Trigger.matching("REFRESH.*"), Fault.failJob("no backend is alive"));

        assertThatThrownBy(refresh::await)
                .isInstanceOfSatisfying(
                        RefreshException.class,
                        failure -> assertThat(failure.reason()).isEqualTo("no backend is alive"))
                .satisfies(MESSAGES::match);
    }

    @Test
    void aViewWhoseTableIsGoneCannotBeRefreshed() throws SQLException {
        shop.execute("DROP TABLE orders");

        assertThatThrownBy(refresh::await).isInstanceOf(RefreshException.class).satisfies(MESSAGES::match);
    }

    @Test
    void aRefusedRefreshHasTheMessageOfTheServer() throws SQLException {
        shop.execute("ALTER MATERIALIZED VIEW sales INACTIVE");

        assertThatThrownBy(refresh::await).isInstanceOf(RefreshException.class).satisfies(MESSAGES::match);
    }

    @Test
    void aRefreshThatNeverArrivedIsSentAgain() throws SQLException {
        shop.server.faults().add(Trigger.matching("REFRESH.*"), Fault.cutBefore());
        refresh.await();

        assertThat(shop.findStatements("REFRESH")).hasSize(2);
        assertThat(shop.readTotals("sales")).hasSize(2);
    }

    @Test
    void aRefreshWhoseReplyWasLostIsSentAgain() {
        shop.server.faults().add(Trigger.matching("REFRESH.*"), Fault.cutAfter());

        assertThat(refresh.await().runs()).hasSize(1);
        assertThat(shop.findStatements("REFRESH")).hasSize(2);
    }

    @Test
    void aConnectionThatBreaksDuringTheWaitIsReplaced() {
        shop.server.faults().add(Trigger.matching(".*task_runs.*"), Fault.cutBefore());
        shop.server.faults().add(Trigger.matching(".*task_runs.*").nth(2), Fault.cutAfter());

        assertThat(refresh.await().state()).isEqualTo(RefreshRequest.Outcome.State.REFRESHED);
        assertThat(shop.findStatements("REFRESH")).hasSize(1);
    }

    /** @param isPollCut whether the frontend stops during a poll, and not between two polls */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRefreshOutlastsARestartOfTheFrontend(boolean isPollCut) {
        if (isPollCut) {
            shop.server.faults().add(Trigger.matching(".*task_runs.*"), Fault.cutBefore());
        }
        int firstRefusedNumber = isPollCut ? 3 : 2;
        AtomicInteger connectionCount = new AtomicInteger();
        MysqlDataSource restartingSource = new MysqlDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                int number = connectionCount.incrementAndGet();
                if (number >= firstRefusedNumber && number < 12) {
                    throw new SQLException("Connection refused", "08S01", new ConnectException("Connection refused"));
                }
                return shop.source.getConnection();
            }
        };
        ServerPoller poller = new ServerPoller(restartingSource, new SkippingTicker());

        assertThat(MaterializedViewRefresh.of(poller, CallObservers.NONE, SALES)
                        .await()
                        .state())
                .isEqualTo(RefreshRequest.Outcome.State.REFRESHED);
    }

    @Test
    void theWaitForAServerThatIsGoneEnds() {
        shop.server.close();

        assertThatThrownBy(refresh::await)
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void startReturnsTheIdOfTheRun() {
        assertThat(refresh.start()).hasSize(36);
    }
}
