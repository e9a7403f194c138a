package dev.cairn.internal.ledger;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.option.OptionValues;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** An embedded server with the database {@code shop}, and connections to it and ledgers in it. */
final class LedgerServer implements AutoCloseable {
    private final EmbeddedStarRocks embeddedServer = EmbeddedStarRocks.start();

    LedgerServer() {
        embeddedServer.createDatabase("shop");
    }

    EmbeddedStarRocks embeddedServer() {
        return embeddedServer;
    }

    ConnectionFactory createConnections(Ticker ticker, String user, String database) {
        MysqlDataSource source = new MysqlDataSource();
        // Without the option, the driver asks before each statement whether the session is read-only.
        source.setUrl(embeddedServer.jdbcUrl(database) + "?readOnlyPropagatesToServer=false");
        source.setUser(user);
        return new ConnectionFactory(source, "shop", ticker);
    }

    ServerConnection openConnection(Ticker ticker) {
        return createConnections(ticker, "root", "shop").open();
    }

    ServerConnection openConnectionWithoutDatabase(Ticker ticker) {
        return createConnections(ticker, "root", "").open();
    }

    Ledger createLedger(OptionValues options, Ticker ticker, String name) {
        return createLedger(options, ticker, name, List.of());
    }

    Ledger createLedger(OptionValues options, Ticker ticker, String name, List<HistoryRow> knownRows) {
        AtomicInteger tokenCount = new AtomicInteger();
        ConnectionFactory connections = createConnections(ticker, "root", "shop");
        return new Ledger(
                connections, "shop", options, ticker, () -> name + "-" + tokenCount.incrementAndGet(), knownRows);
    }

    String showCreateHistoryView() {
        try (ServerConnection connection = openConnection(Ticker.system())) {
            List<?> row = connection
                    .fetchRows("SHOW CREATE VIEW __cairn_shop_history")
                    .get(0);
            return Objects.requireNonNull(row.get(1)).toString();
        }
    }

    @Override
    public void close() {
        embeddedServer.close();
    }
}
