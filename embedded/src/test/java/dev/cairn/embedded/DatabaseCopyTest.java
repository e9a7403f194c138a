package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.job.Job;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.refusal.Refusal;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies of databases by {@link EmbeddedStarRocks#copyDatabase}. */
class DatabaseCopyTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String TABLE_DEFINITION =
            " (id BIGINT NOT NULL AUTO_INCREMENT, product VARCHAR(20)) PRIMARY KEY (id) DISTRIBUTED BY HASH (id)";

    @AutoClose
    private static EmbeddedStarRocks server;

    private Client shop;

    @BeforeAll
    static void start() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.manual()));
    }

    @BeforeEach
    void createShop() throws SQLException {
        server.createDatabase("shop");
        shop = Client.of(server.jdbcUrl("shop"));
    }

    @AfterEach
    void dropAll() throws SQLException {
        shop.close();
        server.databases().forEach(server::dropDatabase);
    }

    private static Client copyShop() throws SQLException {
        server.copyDatabase("shop", "copy");
        return Client.of(server.jdbcUrl("copy"));
    }

    @Test
    void rowsAndCountersAreIndependentOfTheOriginal() throws SQLException {
        shop.run("CREATE TABLE sale" + TABLE_DEFINITION, "INSERT INTO sale (product) VALUES ('tea'), ('cup')");
        try (Client copy = copyShop()) {
            shop.run("DELETE FROM sale WHERE id = 1");
            copy.run("INSERT INTO sale (product) VALUES ('pot')");
            assertThat(copy.column("SELECT product FROM sale ORDER BY id")).containsExactly("tea", "cup", "pot");
            assertThat(shop.column("SELECT product FROM sale")).containsExactly("cup");
            assertThat(copy.column("SELECT id FROM sale ORDER BY id")).doesNotHaveDuplicates();
        }
    }

    @Test
    void definitionsAreTheSame() throws SQLException {
        shop.run(
                "CREATE TABLE sale" + TABLE_DEFINITION,
                "CREATE VIEW teas COMMENT 'c' AS SELECT id FROM sale WHERE product = 'tea'",
                "CREATE MATERIALIZED VIEW counts REFRESH MANUAL AS SELECT product, count(*) AS n FROM sale GROUP BY product");
        try (Client copy = copyShop()) {
            for (String object : List.of("sale", "teas", "counts")) {
                assertThat(copy.rows("SHOW CREATE TABLE " + object))
                        .isEqualTo(shop.rows("SHOW CREATE TABLE " + object));
            }
        }
    }

    @Test
    void queriesOfViewsReadTheCopyEvenIfTheyNameTheDatabase() throws SQLException {
        shop.run(
                "CREATE TABLE sale" + TABLE_DEFINITION,
                "INSERT INTO sale (product) VALUES ('tea')",
                "CREATE VIEW teas AS SELECT shop.sale.id, 'shop.sale' AS shop FROM `shop`.sale"
                        + " WHERE id IN (SELECT s.id FROM default_catalog.shop.sale AS s)",
                "CREATE VIEW own AS SELECT * FROM shop.teas",
                "CREATE MATERIALIZED VIEW counts REFRESH MANUAL AS SELECT count(*) AS n FROM shop.sale");
        try (Client copy = copyShop()) {
            assertThat(copy.rows("SHOW CREATE VIEW teas").get(0).get(1))
                    .contains("SELECT `copy`.sale.id, 'shop.sale' AS shop FROM `copy`.sale"
                            + " WHERE id IN (SELECT s.id FROM default_catalog.`copy`.sale AS s)");
            server.dropDatabase("shop");
            copy.run("INSERT INTO sale (product) VALUES ('tea')", "REFRESH MATERIALIZED VIEW counts WITH SYNC MODE");
            assertThat(copy.rows("SELECT * FROM own")).hasSize(2);
            assertThat(copy.value("SELECT n FROM counts")).isEqualTo("2");
            assertThat(copy.column("SELECT IS_ACTIVE FROM information_schema.materialized_views"
                            + " WHERE TABLE_SCHEMA = 'copy'"))
                    .containsExactly("true");
        }
    }

    @Test
    void aMaterializedViewKeepsTheRowsOfItsLastRefresh() throws SQLException {
        shop.run(
                "CREATE TABLE sale" + TABLE_DEFINITION,
                "INSERT INTO sale (product) VALUES ('tea')",
                "CREATE MATERIALIZED VIEW counts REFRESH MANUAL AS SELECT count(*) AS n FROM sale",
                "INSERT INTO sale (product) VALUES ('cup')");
        try (Client copy = copyShop()) {
            assertThat(copy.value("SELECT n FROM counts")).isEqualTo("1");
            assertThat(copy.column("SELECT LAST_REFRESH_STATE FROM information_schema.materialized_views"
                            + " WHERE TABLE_SCHEMA = 'copy'"))
                    .containsExactly("SUCCESS");
            copy.run("REFRESH MATERIALIZED VIEW counts WITH SYNC MODE");
            assertThat(copy.value("SELECT n FROM counts")).isEqualTo("2");
            assertThat(shop.value("SELECT n FROM counts")).isEqualTo("1");
        }
    }

    @Test
    void constraintsReferToTablesOfTheCopy() throws SQLException {
        shop.run(
                "CREATE TABLE product (id INT NOT NULL) PRIMARY KEY (id) DISTRIBUTED BY HASH (id)",
                "CREATE TABLE sale (id INT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)"
                        + " PROPERTIES ('foreign_key_constraints' = '(id) REFERENCES product(id)')");
        try (Client copy = copyShop()) {
            assertThat(copy.rows("SHOW CREATE TABLE sale").get(0).get(1))
                    .contains("(id) REFERENCES default_catalog.copy.product(id)");
        }
    }

    @Test
    void grantsAndLabelsAreCopied() throws SQLException {
        shop.run(
                "CREATE TABLE sale" + TABLE_DEFINITION,
                "INSERT INTO sale WITH LABEL first (product) VALUES ('tea')",
                "CREATE USER reader",
                "GRANT SELECT ON TABLE sale TO USER reader");
        try (Client copy = copyShop();
                Client reader = Client.of(server.jdbcUrl("copy"), "reader", "")) {
            assertThat(reader.column("SELECT product FROM sale")).containsExactly("tea");
            assertThat(reader.refusal("DELETE FROM sale WHERE id = 1").errno()).isEqualTo(5203);
            assertThat(copy.refusal("INSERT INTO sale WITH LABEL first (product) VALUES ('cup')")
                            .message())
                    .satisfies(MESSAGES::matchText);
        } finally {
            shop.run("DROP USER reader");
        }
    }

    @Test
    void aCopyThatCannotBeMadeIsRefused() throws SQLException {
        assertThatThrownBy(() -> server.copyDatabase("missing", "copy"))
                .isInstanceOf(Refusal.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> server.copyDatabase("shop", "shop")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> server.copyDatabase("shop", "no name")).isInstanceOf(Refusal.class);
        shop.run("CREATE TABLE sale" + TABLE_DEFINITION, "ALTER TABLE sale MODIFY COLUMN product VARCHAR(30)");
        assertThatThrownBy(() -> server.copyDatabase("shop", "copy"))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(MESSAGES::match);
        assertThat(server.databases()).containsExactly("shop");
        server.jobs().finish();
        server.copyDatabase("shop", "copy");
        assertThat(server.objects("copy")).containsExactly("sale");
    }
}
