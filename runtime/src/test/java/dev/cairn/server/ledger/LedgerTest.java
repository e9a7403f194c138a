package dev.cairn.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.server.Ticker;
import dev.cairn.server.ledger.Run.Direction;
import dev.cairn.server.link.Link;
import dev.cairn.server.link.Links;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger over connections to the embedded server. */
class LedgerTest {
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();
    private final AtomicInteger tokens = new AtomicInteger();
    private Links links;
    private Link link;

    @BeforeEach
    void connect() {
        server.createDatabase("shop");
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(server.jdbcUrl("shop"));
        source.setUser("root");
        links = new Links(source, "shop", Ticker.system());
        link = links.open();
    }

    @AfterEach
    void end() {
        link.close();
        server.close();
    }

    private Ledger ledger() {
        return new Ledger(
                links,
                "shop",
                LedgerOptions.DEFAULT,
                Ticker.system(),
                () -> "migrator-" + tokens.incrementAndGet(),
                List.of());
    }

    @Test
    void aMigrationIsWrittenDown() {
        Ledger ledger = ledger();
        assertThat(ledger.read(link)).isEmpty();
        try (Holding holding = ledger.acquire(link, "4.1/shared-nothing")) {
            holding.write((state, sequence) ->
                    state.begun(Direction.UPGRADE, 1, "h1:a", sequence).doing(1));
            holding.mayProceed();
            holding.release((state, sequence) ->
                    state.done(1).committed(new HistoryRow(1, "It's first", "h1:a", null, "me", 5)));
        }
        LedgerEntry now = ledger.read(link).orElseThrow();
        assertThat(now.sequence()).isEqualTo(3);
        assertThat(now.state().format())
                .isEqualTo("cairn=1 head=1:h1:a run= done= doing= owner= lease=0 profile=4.1/shared-nothing history=1:1"
                        + " log=");
        assertThat(ledger.history(link).rows()).containsExactly(new HistoryRow(1, "It's first", "h1:a", null, "me", 5));
        assertThat(link.rows("SHOW TABLES"))
                .containsExactly(List.of("__cairn_shop_00000003"), List.of("__cairn_shop_history"));
    }
}
