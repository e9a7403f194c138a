package dev.cairn.internal.reflection;

import static dev.cairn.internal.reflection.ReflectionServer.nameInShop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.replay.Replayer;
import dev.cairn.embedded.replay.Transcript;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.run.RewriteWarnings.RoutineLoads;
import dev.cairn.plan.part.ObjectName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The size of a table and its routine loads are read, as Cairn shows them before a rewrite. */
class TableSizeTest {
    @Test
    void tableSizeReportsRowsBytesAndLoadJobs() {
        Transcript transcript = Transcript.EMPTY
                .with(
                        "SHOW DATA FROM shop.orders",
                        List.of("TableName", "IndexName", "Size", "ReplicaCount", "RowCount"),
                        List.of(
                                List.of("orders", "by_day", "1.000 GB", "8", "12"),
                                List.of("", "orders", "2.500 GB", "8", "1204"),
                                List.of("", "Total", "3.500 GB", "16", "")))
                .with(
                        "SHOW ROUTINE LOAD FROM shop",
                        List.of("Id", "Name", "TableName", "State"),
                        List.of(
                                List.of("1", "clicks", "orders", "RUNNING"),
                                List.of("2", "soon", "orders", "NEED_SCHEDULE"),
                                List.of("3", "asleep", "orders", "PAUSED"),
                                List.of("4", "elsewhere", "orders2", "RUNNING")));
        try (Replayer replayer = Replayer.start(transcript);
                ServerConnection connection = new ConnectionFactory(
                                TestDataSources.of(replayer.jdbcUrl() + "shop"), "shop", Ticker.system())
                        .open()) {
            assertThat(TableSize.read(connection, nameInShop("orders")))
                    .isEqualTo(new TableSize(1204, "3.500 GB"))
                    .hasToString("1204 rows, 3.500 GB");
            assertThat(RoutineLoads.read(connection, "shop").findLoadNames("orders"))
                    .containsExactly("clicks", "soon");
            assertThat(RoutineLoads.read(connection, "shop").findLoadNames("nothing"))
                    .isEmpty();
        }
    }

    @Test
    void theEmbeddedServerAnswersTheSameWay() {
        try (ReflectionServer shopServer = new ReflectionServer()) {
            shopServer.execute(
                    "CREATE TABLE t (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) ROLLUP (a (v))");
            assertThat(TableSize.read(shopServer.connection, nameInShop("t"))).hasToString("0 rows, 0.000 B");
            assertThat(RoutineLoads.read(shopServer.connection, "shop").loadNamesByTable())
                    .isEmpty();
            assertThatThrownBy(() -> TableSize.read(shopServer.connection, nameInShop("nowhere")))
                    .isInstanceOf(ServerRefusalException.class);
            assertThatThrownBy(() -> TableSize.read(shopServer.connection, new ObjectName("shop", "shop")))
                    .as("FROM names a table, and no database")
                    .isInstanceOf(ServerRefusalException.class);
        }
    }
}
