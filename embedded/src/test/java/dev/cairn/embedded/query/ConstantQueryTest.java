package dev.cairn.embedded.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.Sql;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queries with which drivers and connection pools begin need no DuckDB. */
class ConstantQueryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT 'a' AS x, NULL, TRUE, (2)",
                "select @@version_comment limit 1",
                "SELECT @@session.auto_increment_increment AS a, @@global.query_timeout, @x",
                "SELECT DATABASE(), USER(), connection_id() LIMIT 0",
                "SELECT version() FROM DUAL"
            })
    void literalsAndValuesOfTheSessionAreConstant(String query) {
        assertThat(ConstantQuery.find(Sql.parseQuery(query))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 + 1",
                "SELECT 1.5",
                "SELECT now()",
                "SELECT uuid()",
                "SELECT 1 WHERE FALSE",
                "SELECT 1 ORDER BY 1",
                "SELECT 1 LIMIT 1 OFFSET 1",
                "SELECT 1 UNION ALL SELECT 2",
                "SELECT count(*)",
                "SELECT 1 FROM information_schema.tables"
            })
    void calculationsAndTablesAreNotConstant(String query) {
        assertThat(ConstantQuery.find(Sql.parseQuery(query))).isEmpty();
    }
}
