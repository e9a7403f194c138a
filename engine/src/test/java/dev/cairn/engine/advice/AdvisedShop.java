package dev.cairn.engine.advice;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Returns the warnings about queries on a schema that has tables of each kind of partitioning. */
final class AdvisedShop {
    private static final String SCHEMA = """
            CREATE DATABASE shop;
            USE shop;
            CREATE TABLE orders (id BIGINT NOT NULL, day DATE, city VARCHAR(20), amount DECIMAL(10,2), customer INT)
                DUPLICATE KEY (id)
                PARTITION BY RANGE (day) (START ('2020-01-01') END ('2024-01-01') EVERY (INTERVAL 3 MONTH))
                DISTRIBUTED BY HASH (id);
            CREATE TABLE event (at DATETIME, kind VARCHAR(20), hits INT)
                DUPLICATE KEY (at) PARTITION BY date_trunc('day', at) DISTRIBUTED BY HASH (at);
            CREATE TABLE reading (id BIGINT, n INT NOT NULL, note VARCHAR(20))
                DUPLICATE KEY (id)
                PARTITION BY RANGE (n) (START ("0") END ("160") EVERY (10)) DISTRIBUTED BY HASH (id);
            CREATE TABLE branch (id BIGINT, city VARCHAR(20) NOT NULL, n INT)
                DUPLICATE KEY (id)
                PARTITION BY LIST (city) (PARTITION a VALUES IN ('a'), PARTITION b VALUES IN ('b'))
                DISTRIBUTED BY HASH (id);
            CREATE TABLE visit (id BIGINT, day DATE NOT NULL, city VARCHAR(10) NOT NULL)
                DUPLICATE KEY (id) PARTITION BY date_trunc('month', day), city DISTRIBUTED BY HASH (id);
            CREATE TABLE customer (id INT NOT NULL, name VARCHAR(50), born DATE)
                PRIMARY KEY (id) DISTRIBUTED BY HASH (id) ORDER BY (name);
            CREATE TABLE account (id INT NOT NULL, name VARCHAR(50) NOT NULL, rank INT NOT NULL DEFAULT "0", born DATE NOT NULL)
                PRIMARY KEY (id) DISTRIBUTED BY HASH (id);
            CREATE TABLE stock (shop INT NOT NULL, item INT NOT NULL, pieces INT)
                UNIQUE KEY (shop, item) DISTRIBUTED BY HASH (shop);
            CREATE TABLE word (word VARCHAR(20) NOT NULL, n INT, born DATE)
                DUPLICATE KEY (word) DISTRIBUTED BY HASH (word);
            CREATE TABLE total (day DATE NOT NULL, pieces BIGINT SUM NOT NULL)
                AGGREGATE KEY (day) DISTRIBUTED BY HASH (day);
            CREATE TABLE note (id INT NOT NULL, tags ARRAY<VARCHAR(3)>, labels MAP<VARCHAR(3),VARCHAR(5)>)
                DUPLICATE KEY (id) DISTRIBUTED BY HASH (id);
            CREATE VIEW order_view AS SELECT id, day AS ordered, amount FROM orders WHERE amount > 0;
            CREATE VIEW recent AS SELECT id, day, amount FROM orders WHERE day > '2023-01-01';
            CREATE VIEW sales AS SELECT city, sum(amount) AS total FROM orders GROUP BY city;
            CREATE VIEW named AS SELECT id AS customer_id, name FROM customer WHERE name IS NOT NULL;
            CREATE MATERIALIZED VIEW daily PARTITION BY (day) DISTRIBUTED BY HASH (day) REFRESH MANUAL
                AS SELECT day, sum(amount) AS total FROM orders GROUP BY day;
            """;

    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Catalog catalog;
    private final Session session;

    AdvisedShop() {
        Catalog newCatalog = Catalog.EMPTY;
        Session newSession = Session.EMPTY;
        for (Statement statement : Sql.parseScript(SCHEMA)) {
            StatementResult result = engine.apply(newCatalog, newSession, statement);
            newCatalog = result.catalog();
            newSession = result.session();
        }
        this.catalog = newCatalog;
        this.session = newSession;
    }

    List<QueryWarning> findWarnings(String sql) {
        return findWarnings(new QueryAdvice(catalog), sql);
    }

    /**
     * Returns the warnings about a query or a DML statement.
     *
     * @param quoteText returns how a warning quotes a part of the text
     */
    List<QueryWarning> findWarnings(String sql, UnaryOperator<String> quoteText) {
        QueryAdvice advice = new QueryAdvice(catalog).withSourceText(span -> quoteText.apply(span.textIn(sql)));
        return findWarnings(advice, sql);
    }

    /** Returns the warning about a query that is expected to return one row. */
    Optional<QueryWarning> findSingleRowWarning(String query) {
        return new QueryAdvice(catalog).findSeveralRowsWarning(query, bind(query));
    }

    /** Returns the warning about a query whose first column is expected to differ in each row. */
    Optional<QueryWarning> findKeyedRowsWarning(String query) {
        return new QueryAdvice(catalog).findSeveralRowsOfKeyWarning(query, bind(query));
    }

    private BoundQuery bind(String query) {
        SourceResolver sources = new CatalogSourceResolver(engine.profile(), catalog);
        return new QueryAnalysis(engine.profile(), sources, session.databaseName()).analyze(Sql.parseQuery(query));
    }

    private List<QueryWarning> findWarnings(QueryAdvice advice, String sql) {
        if (sql.startsWith("SELECT") || sql.startsWith("WITH")) {
            return advice.findWarnings(sql, bind(sql));
        }
        DmlStatement dmlStatement = Sql.parseDml(sql);
        Bindings bindings = new Bindings();
        engine.check(catalog, session, dmlStatement, bindings);
        return advice.findWarnings(sql, dmlStatement, bindings);
    }
}
