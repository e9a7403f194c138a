package dev.cairn.data;

import static dev.cairn.data.SalesSnapshot.SALES_SNAPSHOT;
import static dev.cairn.schema.DdlClause.ifExists;
import static dev.cairn.schema.DdlClause.ifNotExists;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A refresh of a snapshot table replaces all of its rows. */
class SnapshotTableRefreshTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String[] EXPECTED_TOTALS = {"2026-01-01 15", "2026-02-02 7"};

    private final AtomicInteger lastLabelNumber = new AtomicInteger();

    @AutoClose
    private SalesServer shop;

    private SnapshotTableRefresh refresh;

    @BeforeEach
    void createTable() throws SQLException {
        shop = new SalesServer();
        shop.execute(SALES_SNAPSHOT.create(ifNotExists()));
        refresh = new SnapshotTableRefresh(
                shop.poller,
                CallObservers.NONE,
                SALES_SNAPSHOT,
                null,
                () -> "label_" + lastLabelNumber.incrementAndGet());
    }

    @Test
    void aRefreshReplacesAllRowsOfTheSnapshot() throws SQLException {
        shop.execute("INSERT INTO sales_snapshot VALUES ('1999-01-01', 1)");
        RefreshRequest.Outcome outcome = refresh.await();

        assertThat(outcome.name()).isEqualTo("sales_snapshot");
        assertThat(outcome.state()).isEqualTo(RefreshRequest.Outcome.State.REFRESHED);
        assertThat(shop.readTotals("sales_snapshot")).containsExactly(EXPECTED_TOTALS);
        assertThat(shop.findStatements("INSERT OVERWRITE"))
                .containsExactly("INSERT OVERWRITE `sales_snapshot` WITH LABEL `label_1` BY NAME\n"
                        + "SELECT day, sum(amount) AS total FROM orders GROUP BY day");
    }

    @Test
    void aSnapshotTableIsCreatedAndDroppedByItsStatements() throws SQLException {
        shop.execute(SALES_SNAPSHOT.create(ifNotExists()));
        shop.execute(SALES_SNAPSHOT.drop());
        shop.execute(SALES_SNAPSHOT.drop(ifExists()));
        shop.execute(SALES_SNAPSHOT.create());
        shop.execute(SALES_SNAPSHOT.refresh());

        assertThat(shop.readTotals("sales_snapshot")).containsExactly(EXPECTED_TOTALS);
    }

    @Test
    void aRefusedRefreshHasTheMessageOfTheServer() throws SQLException {
        shop.execute("DROP TABLE orders");

        assertThatThrownBy(refresh::await).isInstanceOf(RefreshException.class).satisfies(MESSAGES::match);
    }

    @Test
    void aRefreshThatNeverArrivedIsSentAgain() throws SQLException {
        shop.server.faults().add(Trigger.matching("INSERT.*"), Fault.cutBefore());
        refresh.await();

        assertThat(shop.readTotals("sales_snapshot")).containsExactly(EXPECTED_TOTALS);
    }

    @Test
    void aRefreshWhoseReplyWasLostIsRepeatedUnderAnotherLabel() throws SQLException {
        shop.server.faults().add(Trigger.matching("INSERT.*"), Fault.cutAfter());
        refresh.await();

        assertThat(shop.findStatements("INSERT OVERWRITE"))
                .hasSize(2)
                .last()
                .asString()
                .contains("`label_2`");
        assertThat(shop.readTotals("sales_snapshot")).containsExactly(EXPECTED_TOTALS);
    }

    @Test
    void aRepeatedRefreshThatCollidesWithTheLostOneIsSentAgain() throws SQLException {
        shop.server.faults().add(Trigger.matching("INSERT.*"), Fault.cutAfter());
        shop.server
                .faults()
                .add(
                        Trigger.matching("INSERT.*label_2.*"),
                        Fault.reject(1064, "42000", "partitions have changed during insert overwrite"));
        refresh.await();

        assertThat(shop.findStatements("INSERT OVERWRITE")).hasSize(3);
    }

    @Test
    void aRefreshWhoseConnectionAlwaysBreaksIsGivenUp() {
        shop.server.faults().add(Trigger.matching("INSERT.*").every(), Fault.cutBefore());

        assertThatThrownBy(refresh::await)
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }
}
