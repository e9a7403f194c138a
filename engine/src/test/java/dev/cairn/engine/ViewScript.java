package dev.cairn.engine;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.sql.Sql;

/** Statements sent to one database, {@code shop}, that has a table of orders. */
final class ViewScript {
    private final Engine engine;
    private Catalog catalog = Catalog.EMPTY.with(Database.of("shop"));
    private Session session = new Session("shop");

    ViewScript(ServerProfile profile) {
        this.engine = new Engine(profile.withReplicas(1, 3));
        send("CREATE TABLE orders (id BIGINT, day DATE, price DECIMAL(10, 2), city VARCHAR(20) NOT NULL)"
                + " DUPLICATE KEY(id) PARTITION BY date_trunc('day', day) DISTRIBUTED BY HASH(id) BUCKETS 2");
    }

    ViewScript() {
        this(ServerProfile.DEFAULT);
    }

    Applied send(String sql) {
        Applied applied = engine.apply(catalog, session, Sql.parse(sql));
        catalog = applied.catalog();
        session = applied.session();
        return applied;
    }

    /** The words in which a statement is refused. */
    String refusal(String sql) {
        try {
            engine.apply(catalog, session, Sql.parse(sql));
            return "accepted";
        } catch (Refusal refusal) {
            return refusal.errno() + " " + refusal.detail();
        }
    }

    Database database() {
        return catalog.database("shop").orElseThrow();
    }

    MaterializedView materialized(String name) {
        return database().materializedView(name).orElseThrow();
    }

    String shown(String name) {
        return database()
                .view(name)
                .map(ShowCreate::text)
                .orElseGet(() -> ShowCreate.text(engine.profile(), materialized(name)));
    }
}
