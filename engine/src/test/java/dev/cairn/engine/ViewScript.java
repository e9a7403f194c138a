package dev.cairn.engine;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;

/** Applies statements to a catalog whose database {@code shop} has a table of orders. */
public final class ViewScript {
    private final Engine engine;
    private Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
    private Session session = new Session("shop");

    public ViewScript(ServerProfile profile) {
        this.engine = new Engine(profile.withReplicas(1, 3));
        send("CREATE TABLE orders (id BIGINT, day DATE, price DECIMAL(10, 2), city VARCHAR(20) NOT NULL)"
                + " DUPLICATE KEY(id) PARTITION BY date_trunc('day', day) DISTRIBUTED BY HASH(id) BUCKETS 2");
    }

    public ViewScript() {
        this(ServerProfile.DEFAULT);
    }

    /** Applies a statement, which must be accepted. */
    public StatementResult send(String sql) {
        StatementResult result = engine.apply(catalog, session, Sql.parse(sql));
        catalog = result.catalog();
        session = result.session();
        return result;
    }

    /**
     * Returns the error number and the rule with which a statement is refused, or {@code accepted}; changes nothing.
     */
    public String describeRefusal(String sql) {
        try {
            engine.apply(catalog, session, Sql.parse(sql));
            return "accepted";
        } catch (Refusal refusal) {
            return refusal.errno() + " " + EngineClient.ruleName(refusal);
        }
    }

    public Database database() {
        return catalog.findDatabase("shop").orElseThrow();
    }

    public MaterializedView findMaterializedView(String name) {
        return database().findMaterializedView(name).orElseThrow();
    }

    public String showCreate(String name) {
        return database()
                .findView(name)
                .map(ShowCreate::render)
                .orElseGet(() -> ShowCreate.render(engine.profile(), findMaterializedView(name)));
    }
}
