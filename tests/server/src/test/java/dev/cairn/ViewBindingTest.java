package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A check finds views that read the relations of another database, because their database was renamed or restored. The
 * embedded server has no such views, so the tests replace its answers by those of a server.
 */
class ViewBindingTest extends OnlineRebuildFixture {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private Migrator migrator;

    private static SchemaDescriptor createSchema() {
        return createHistory().schema();
    }

    private static RecordedHistory createHistory() {
        return new RecordedHistory(World.DATABASE)
                .version(
                        "views",
                        "CREATE TABLE `t` (`id` BIGINT NOT NULL) DUPLICATE KEY(`id`) DISTRIBUTED BY HASH(`id`)"
                                + " BUCKETS 2 PROPERTIES ('replication_num' = '1')",
                        "CREATE VIEW `v` (`id`) AS SELECT id FROM t",
                        "CREATE VIEW `w` (`id`) AS SELECT id FROM v");
    }

    @BeforeEach
    void upgrade() {
        migrator = createMigrator(createSchema(), World.options());
        migrator.upgrade();
    }

    /** Lets the server answer with the queries of both views. */
    private void answerWithQueries(String queryOfV, String queryOfW) {
        String answer = "{\"view_meta\":{\"shop.v\":\"" + queryOfV + "\",\"shop.w\":\"" + queryOfW + "\"}}";
        rewriteStatement = text -> text.startsWith("SELECT get_query_dump(") ? "SELECT '" + answer + "'" : text;
    }

    @Test
    void viewsOfTheDatabaseAreNoDifferences() {
        assertThat(migrator.check().isEmpty()).isTrue();
        answerWithQueries("SELECT `shop`.`t`.`id`\\\\nFROM `shop`.`t`", "SELECT `shop`.`v`.`id`\\\\nFROM `shop`.`v`");
        assertThat(migrator.check().isEmpty()).isTrue();
    }

    @Test
    void aViewThatReadsAnotherDatabaseIsCreatedAgain() {
        answerWithQueries("SELECT `prod`.`t`.`id`\\\\nFROM `prod`.`t`", "SELECT `shop`.`v`.`id`\\\\nFROM `shop`.`v`");
        Drift drift = migrator.check();
        assertThat(drift.differences())
                .extracting(Drift.Difference::toString)
                .containsExactly(
                        "shop.v, query: is SELECT `prod`.`t`.`id` FROM `prod`.`t`, should be SELECT id FROM t");
        assertThat(drift.differences().get(0).remediation())
                .containsExactly("CREATE OR REPLACE VIEW `v` (`id`) AS SELECT id FROM t");
    }

    @Test
    void aBaselineRefusesAViewThatReadsAnotherDatabase() throws SQLException {
        for (String view : world.queryRows("SHOW TABLES LIKE '__cairn%'")) {
            world.execute("DROP VIEW " + view);
        }
        answerWithQueries("SELECT `prod`.`t`.`id` FROM `prod`.`t`", "SELECT `prod`.`v`.`id` FROM `prod`.`v`");
        assertThatThrownBy(() -> migrator.baseline(1))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    /** A server plans each query that it shows, so a check of many views would take long. */
    @Test
    void manyViewsAreReadOnlyIfTheFirstOnesReadAnotherDatabase() {
        List<String> names =
                IntStream.range(10, 55).mapToObj(number -> "v" + number).toList();
        migrator = createMigrator(
                createHistory()
                        .statements(
                                "many",
                                names.stream()
                                        .map(name -> "CREATE VIEW `" + name + "` (`id`) AS SELECT id FROM t")
                                        .toArray(String[]::new))
                        .schema(),
                World.options());
        migrator.upgrade();
        assertThat(countReadStatements(names, "shop")).isEqualTo(1);
        assertThat(migrator.check().isEmpty()).isTrue();
        assertThat(countReadStatements(names, "prod")).isGreaterThan(2);
        assertThat(migrator.check().differences()).hasSize(names.size());
    }

    /** Lets views read a table of a database, and returns the number of statements that read the queries in a check. */
    private int countReadStatements(List<String> names, String database) {
        String answer = names.stream()
                .map(name -> "\"shop." + name + "\":\"SELECT `id` FROM `" + database + "`.`t`\"")
                .collect(Collectors.joining(
                        ",",
                        "{\"view_meta\":{\"shop.v\":\"SELECT `id` FROM `shop`.`t`\","
                                + "\"shop.w\":\"SELECT `id` FROM `shop`.`v`\",",
                        "}}"));
        AtomicInteger statementCount = new AtomicInteger();
        rewriteStatement = text -> {
            if (!text.startsWith("SELECT get_query_dump(")) {
                return text;
            }
            statementCount.incrementAndGet();
            return "SELECT '" + answer + "'";
        };
        migrator.check();
        return statementCount.get();
    }

    /** The server does not show the queries of views if it refuses one of them. */
    @Test
    void aViewThatReadsAMissingDatabaseIsCreatedAgain() {
        rewriteStatement = text -> text.startsWith("SELECT get_query_dump(")
                ? "SELECT '{}'"
                : text.matches("EXPLAIN .*`v`") ? "SELECT 1 FROM `former`.`t`" : text;
        assertThat(migrator.check().differences())
                .extracting(Drift.Difference::toString)
                .containsExactly(
                        "shop.v, query: is SELECT id FROM t, which the server refuses (Unknown database 'former'),"
                                + " should be SELECT id FROM t");
    }
}
