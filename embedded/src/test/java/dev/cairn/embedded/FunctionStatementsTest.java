package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * User-defined functions can be created, shown and granted. A statement that calls one is refused with an error that
 * names the function.
 */
@ExtendWith(EmbeddedStarRocksExtension.class)
class FunctionStatementsTest {
    private static final String PROPERTIES =
            " PROPERTIES ('symbol' = 'p.Mask', 'type' = 'StarrocksJar', 'file' = 'http://h/f.jar')";

    @AutoClose
    private Client client;

    @BeforeEach
    void connect(FreshDatabase database) throws SQLException {
        client = Client.of(database.jdbcUrl());
        client.run(
                "CREATE TABLE t (k INT NOT NULL, s STRING) DISTRIBUTED BY HASH(k)",
                "CREATE FUNCTION mask(STRING) RETURNS STRING" + PROPERTIES,
                "CREATE FUNCTION mask(INT) RETURNS STRING" + PROPERTIES,
                "CREATE TABLE FUNCTION words(STRING) RETURNS STRING" + PROPERTIES);
    }

    @Test
    void functionsAreShown() throws SQLException {
        assertThat(client.column("SHOW FUNCTIONS")).containsExactly("mask", "words");
        assertThat(client.column("SHOW FULL FUNCTIONS LIKE 'MASK'"))
                .containsExactlyInAnyOrder("mask(INT)", "mask(VARCHAR)");
        assertThat(client.column("SHOW FULL FUNCTIONS IN information_schema")).isEmpty();
        client.run("DROP FUNCTION mask(INT)");
        assertThat(client.column("SHOW FULL FUNCTIONS LIKE 'mask'")).containsExactly("mask(VARCHAR)");
    }

    @Test
    void theRefusalOfACallNamesTheFunction() throws SQLException {
        client.run("CREATE VIEW v AS SELECT mask(s) AS m FROM t");
        assertThat(client.rows("DESC v")).hasSize(1);
        assertThat(client.refusal("SELECT * FROM v").message()).contains("can't call the function 'mask'", "jars");
        assertThat(client.refusal("SELECT words FROM t, words(t.s)").message())
                .contains("can't call the function 'words'");
        assertThat(client.refusal("SELECT hide(s) FROM t").message()).contains("No matching function", "hide");
    }

    @Test
    void functionsAreGrantedByTheTypesOfTheirArguments() throws SQLException {
        client.run("CREATE USER 'caller'", "GRANT USAGE ON FUNCTION mask(VARCHAR(10)) TO USER 'caller'");
        assertThat(client.refusal("GRANT USAGE ON FUNCTION mask(DATE) TO USER 'caller'")
                        .message())
                .contains("mask");
        assertThat(client.refusal("GRANT USAGE ON FUNCTION mask(VARCHAR) TO USER 'caller'")
                        .message())
                .contains("The length of Varchar");
        client.run("DROP USER 'caller'");
    }
}
