package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.golden.GoldenMessages;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows are stored by the rules of their table, and kept when the table changes. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class RowsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @AutoClose
    private Client client;

    @BeforeEach
    void connect(FreshDatabase database) throws SQLException {
        client = Client.of(database.jdbcUrl());
        client.run(
                "CREATE TABLE a (k INT NOT NULL, v VARCHAR(5)) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                "INSERT INTO a VALUES (1, 'one'), (2, NULL)");
    }

    @Test
    void insertedRowsCanBeRead() throws SQLException {
        assertThat(client.rows("SELECT k, v FROM a ORDER BY k"))
                .usingRecursiveComparison()
                .isEqualTo(List.of(List.of("1", "one"), Arrays.asList("2", null)));
        assertThat(client.value("SELECT count(*) FROM a")).isEqualTo("2");
    }

    @Test
    void aNameOfAColumnMayContainAnApostrophe() throws SQLException {
        client.run(
                "CREATE TABLE q (`o'clock` VARCHAR(2) NOT NULL, `d'` DECIMAL(3, 1)) DUPLICATE KEY(`o'clock`)"
                        + " DISTRIBUTED BY HASH(`o'clock`)",
                "INSERT INTO q SELECT '12', 1.5");
        assertThat(client.rows("SELECT * FROM q").toString()).isEqualTo("[[12, 1.5]]");
        assertThat(client.refusal("INSERT INTO q SELECT v, 1.5 FROM a").message())
                .contains("o'clock");
    }

    @Test
    void rowsFollowARename() throws SQLException {
        client.run("ALTER TABLE a RENAME b", "ALTER TABLE b RENAME COLUMN v TO w");
        assertThat(client.column("SELECT w FROM b WHERE k = 1")).containsExactly("one");
    }

    @Test
    void rowsFollowASwap() throws SQLException {
        client.run("CREATE TABLE b LIKE a", "ALTER TABLE a SWAP WITH b");
        assertThat(client.value("SELECT count(*) FROM a")).isEqualTo("0");
        assertThat(client.value("SELECT count(*) FROM b")).isEqualTo("2");
    }

    @Test
    void aGeneratedColumnThatCannotBeCalculatedConcernsItsTableOnly() throws SQLException {
        client.run(
                "CREATE TABLE dict (k INT, n BIGINT NOT NULL AUTO_INCREMENT) PRIMARY KEY (k) DISTRIBUTED BY HASH (k)",
                "CREATE TABLE b (k INT) PRIMARY KEY (k) DISTRIBUTED BY HASH (k)",
                "INSERT INTO b VALUES (1)",
                "ALTER TABLE b ADD COLUMN n BIGINT AS dict_mapping('dict', k)");
        await().atMost(Client.PATIENCE)
                .untilAsserted(() ->
                        assertThat(client.refusal("SELECT * FROM b").message()).satisfies(MESSAGES::matchText));
        assertThat(client.refusal("INSERT INTO b (k) VALUES (2)").message()).satisfies(MESSAGES::matchText);
        client.run("INSERT INTO dict (k) VALUES (7)", "CREATE TABLE c LIKE a", "DROP TABLE b");
        assertThat(client.value("SELECT k FROM dict")).isEqualTo("7");
    }

    @Test
    void rowsReturnWithARecoveredTable() throws SQLException {
        client.run("DROP TABLE a", "RECOVER TABLE a");
        assertThat(client.value("SELECT count(*) FROM a")).isEqualTo("2");
    }

    @Test
    void rowsOfADroppedTableAreDeleted() throws SQLException {
        client.run("DROP TABLE a FORCE", "CREATE TABLE a (k INT, v VARCHAR(5)) DISTRIBUTED BY HASH(k)");
        assertThat(client.value("SELECT count(*) FROM a")).isEqualTo("0");
    }

    @Test
    void existingRowsGetTheDefaultOfANewColumn() throws SQLException {
        client.run("ALTER TABLE a ADD COLUMN n INT DEFAULT \"7\"", "INSERT INTO a (k) VALUES (3)");
        assertThat(client.column("SELECT n FROM a")).containsExactly("7", "7", "7");
        client.run("ALTER TABLE a DROP COLUMN n", "ALTER TABLE a ADD COLUMN n INT");
        assertThat(client.column("SELECT n FROM a WHERE k = 1")).containsExactly((String) null);
    }

    @Test
    void rowsAreConvertedAtTheEndOfTheJob(EmbeddedStarRocks server) throws SQLException {
        client.run("ALTER TABLE a MODIFY COLUMN v VARCHAR(20)");
        server.jobs().finish();
        client.run("INSERT INTO a VALUES (3, 'a longer text')");
        assertThat(client.column("SELECT v FROM a ORDER BY k")).containsExactly("one", null, "a longer text");
    }

    @Test
    void rowsWithTheSamePrimaryKeyAreReplaced() throws SQLException {
        client.run(
                "CREATE TABLE p (k INT NOT NULL, v INT) PRIMARY KEY(k) DISTRIBUTED BY HASH(k)",
                "INSERT INTO p VALUES (1, 10), (2, 20), (1, 11)",
                "UPDATE p SET v = v + 1 WHERE k = 2",
                "DELETE FROM p WHERE v = 11");
        assertThat(client.rows("SELECT * FROM p")).containsExactly(List.of("2", "21"));
    }

    @Test
    void invalidRowsAreRefused() throws SQLException {
        Client.Refusal refusal = client.refusal("INSERT INTO a VALUES (3, 'too long')");
        assertThat(refusal.errno()).isEqualTo(1064);
        assertThat(refusal.message()).satisfies(MESSAGES::matchText);
        assertThat(client.value("SELECT count(*) FROM a")).isEqualTo("2");
    }

    @Test
    void aQueryWithSeveralColumnsInASubqueryIsNotRun() throws SQLException {
        client.run("CREATE TABLE pair (id INT NOT NULL, a INT) PRIMARY KEY (id)");
        client.run("CREATE VIEW several AS SELECT id, (SELECT id, a FROM pair LIMIT 1) AS x FROM pair");
        for (String query : new String[] {
            "SELECT id, (SELECT id, a FROM pair LIMIT 1) FROM pair",
            "SELECT 1 = (SELECT 1, 2)",
            "SELECT id FROM several",
            "UPDATE pair SET a = (SELECT id, a FROM pair LIMIT 1) WHERE id = 1",
            "INSERT INTO pair SELECT (SELECT 1, 2), 3",
            "CREATE TABLE copy AS SELECT (SELECT 1, 2) AS x",
        }) {
            assertThat(client.refusal(query).message()).as(query).satisfies(MESSAGES::matchText);
        }
        assertThat(client.refusal("SELECT id FROM pair WHERE id IN (SELECT id, a FROM pair)")
                        .message())
                .satisfies(MESSAGES::matchText);
    }

    @Test
    void bytesAreReturnedUnchanged() throws SQLException {
        client.run(
                "CREATE TABLE b (k INT NOT NULL, v VARBINARY) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                "INSERT INTO b VALUES (1, to_binary('00ff27c3', 'hex')), (2, to_binary('', 'hex')), (3, NULL)");
        assertThat(client.bytes("SELECT v FROM b ORDER BY k"))
                .usingRecursiveComparison()
                .isEqualTo(Arrays.asList(new byte[] {0, -1, 0x27, (byte) 0xc3}, new byte[0], null));
    }

    @Test
    void textsMayContainAnyCharacter() throws SQLException {
        client.run("INSERT INTO a VALUES (3, 'a\\0b')");
        assertThat(client.value("SELECT v FROM a WHERE k = 3")).isEqualTo("a\0b");
    }

    @Test
    void quotesOfJsonInAnArrayAreEscaped() throws SQLException {
        client.run(
                "CREATE TABLE j (k INT NOT NULL, v ARRAY<JSON>) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                "INSERT INTO j VALUES (1, [parse_json('{\"a\": \"it\\'s\"}')])");
        assertThat(client.value("SELECT v FROM j")).isEqualTo("['{\"a\": \"it\\'s\"}']");
    }

    @Test
    void autoIncrementContinuesFromItsSetValue() throws SQLException {
        client.run(
                "CREATE TABLE c (id BIGINT NOT NULL AUTO_INCREMENT, v INT) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)",
                "INSERT INTO c (v) VALUES (1)",
                "INSERT INTO c (id, v) VALUES (20, 2)",
                "INSERT INTO c (v) VALUES (3)",
                "ALTER TABLE c AUTO_INCREMENT = 21",
                "INSERT INTO c (v) VALUES (4)");
        assertThat(client.column("SELECT id FROM c ORDER BY id")).containsExactly("1", "2", "20", "21");

        assertThatThrownBy(() -> client.run("ALTER TABLE c AUTO_INCREMENT = 22"))
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> client.run("ALTER TABLE c AUTO_INCREMENT = 0")).satisfies(MESSAGES::match);
    }

    /** In VALUES, NULL is DEFAULT; in the rows of a query for a named column, it is invalid. */
    @Test
    void nullOfAQueryIsNotANumber() throws SQLException {
        client.run(
                "CREATE TABLE c (id BIGINT NOT NULL AUTO_INCREMENT, v INT) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)",
                "INSERT INTO c VALUES (nullif(1, 1), 1), (DEFAULT, 2)",
                "INSERT INTO c (v) SELECT 3");
        for (String statement :
                List.of("INSERT INTO c SELECT NULL, 4", "INSERT INTO c (v, id) SELECT v, NULL FROM c")) {
            assertThat(client.refusal(statement).message()).contains("NULL value in auto increment column 'id'");
        }
        client.run(
                "INSERT INTO c PROPERTIES ('max_filter_ratio' = '0.5') SELECT if(v = 1, 50, NULL), v FROM c WHERE v < 3");

        assertThat(client.column("SELECT id FROM c ORDER BY id")).containsExactly("1", "2", "3", "50");
    }

    @Test
    void autoIncrementStartsWithOne() throws SQLException {
        client.run(
                "CREATE TABLE c (id BIGINT NOT NULL AUTO_INCREMENT, v INT) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)",
                "ALTER TABLE c AUTO_INCREMENT = 1");
        assertThatThrownBy(() -> client.run("ALTER TABLE c AUTO_INCREMENT = 1")).satisfies(MESSAGES::match);
        client.run("INSERT INTO c (v) VALUES (1)");
        assertThat(client.column("SELECT id FROM c")).containsExactly("1");
    }

    @Test
    void rowsKeepTheRemainingFieldsOfAnAlteredStruct() throws SQLException {
        client.run(
                "CREATE TABLE c (id INT, s STRUCT<a INT, b INT>, l ARRAY<STRUCT<a INT>>) DUPLICATE KEY(id)"
                        + " DISTRIBUTED BY HASH(id)",
                "INSERT INTO c VALUES (1, row(10, 20), [row(30)]), (2, NULL, NULL)",
                "ALTER TABLE c MODIFY COLUMN s ADD FIELD n INT FIRST",
                "ALTER TABLE c MODIFY COLUMN s DROP FIELD a",
                "ALTER TABLE c MODIFY COLUMN l ADD FIELD [*].z INT");
        assertThat(client.rows("SELECT id, s.n, s.b, l[1].a, l[1].z, s IS NULL FROM c ORDER BY id"))
                .usingRecursiveComparison()
                .isEqualTo(List.of(
                        Arrays.asList("1", null, "20", "30", null, "0"),
                        Arrays.asList("2", null, null, null, null, "1")));
    }

    @Test
    void temporaryPartitionsHaveTheIdsOfTheirTable() throws SQLException {
        client.run(
                "CREATE TABLE numbered (id BIGINT NOT NULL AUTO_INCREMENT, d DATE NOT NULL) DUPLICATE KEY (id) PARTITION BY"
                        + " RANGE (d) (PARTITION p VALUES LESS THAN ('2025-01-01')) DISTRIBUTED BY HASH (id)",
                "INSERT INTO numbered (d) VALUES ('2024-01-01')",
                "ALTER TABLE numbered ADD TEMPORARY PARTITION tp VALUES LESS THAN ('2025-01-01')",
                "INSERT INTO numbered TEMPORARY PARTITION (tp) (d) VALUES ('2024-02-01')",
                "INSERT INTO numbered (d) VALUES ('2024-03-01')");
        assertThat(client.rows("SELECT id FROM numbered ORDER BY id")).containsExactly(List.of("1"), List.of("3"));
        assertThat(client.rows("SELECT id FROM numbered TEMPORARY PARTITION (tp)"))
                .containsExactly(List.of("2"));
        client.run(
                "ALTER TABLE numbered REPLACE PARTITION (p) WITH TEMPORARY PARTITION (tp)",
                "INSERT INTO numbered (d) VALUES ('2024-04-01')");
        assertThat(client.rows("SELECT id FROM numbered ORDER BY id")).containsExactly(List.of("2"), List.of("4"));
    }

    @Test
    void theFirstIdMayBeInATemporaryPartition() throws SQLException {
        client.run(
                "CREATE TABLE numbered (id BIGINT NOT NULL AUTO_INCREMENT, d DATE NOT NULL) DUPLICATE KEY (id) PARTITION BY"
                        + " RANGE (d) (PARTITION p VALUES LESS THAN ('2025-01-01')) DISTRIBUTED BY HASH (id)",
                "ALTER TABLE numbered ADD TEMPORARY PARTITION tp VALUES LESS THAN ('2025-01-01')",
                "INSERT INTO numbered TEMPORARY PARTITION (tp) (d) VALUES ('2024-02-01')",
                "INSERT INTO numbered (d) VALUES ('2024-03-01')");
        assertThat(client.rows("SELECT id FROM numbered")).containsExactly(List.of("2"));
        client.run("DROP TABLE numbered FORCE");
    }
}
