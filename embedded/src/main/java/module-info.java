/** An embedded StarRocks for tests and demos. */
@SuppressWarnings("requires-automatic")
module dev.cairn.embedded {
    requires transitive dev.cairn.engine;
    requires transitive java.sql;
    requires duckdb.jdbc;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;

    uses java.sql.Driver;

    exports dev.cairn.embedded;
    exports dev.cairn.embedded.fault;
    exports dev.cairn.embedded.job;
    exports dev.cairn.embedded.junit;
    exports dev.cairn.embedded.log;
}
