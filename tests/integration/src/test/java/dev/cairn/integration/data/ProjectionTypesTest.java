package dev.cairn.integration.data;

import static dev.cairn.integration.data.EverythingTable.EVERYTHING;
import static dev.cairn.schema.AggregateValue.avg;
import static dev.cairn.schema.AggregateValue.count;
import static dev.cairn.schema.AggregateValue.countDistinct;
import static dev.cairn.schema.AggregateValue.max;
import static dev.cairn.schema.AggregateValue.min;
import static dev.cairn.schema.AggregateValue.sum;
import static dev.cairn.schema.ValueType.DATE;
import static dev.cairn.schema.ValueType.DATE_TIME;
import static dev.cairn.schema.ValueType.DECIMAL;
import static dev.cairn.schema.ValueType.DOUBLE;
import static dev.cairn.schema.ValueType.INT;
import static dev.cairn.schema.ValueType.LARGE_INT;
import static dev.cairn.schema.ValueType.LONG;
import static dev.cairn.schema.ValueType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.data.Database;
import dev.cairn.data.Projection;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.schema.AggregateValue;
import dev.cairn.schema.Column;
import dev.cairn.schema.SortableColumn;
import dev.cairn.schema.ValueType;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server accepts projections, and gives their values the types as which they are read. */
@DdlTests
class ProjectionTypesTest {
    private static final List<Expectation> AGGREGATES = List.of(
            new Expectation(count(), LONG, "bigint"),
            new Expectation(count(EVERYTHING.document), LONG, "bigint"),
            new Expectation(count(EVERYTHING.texts), LONG, "bigint"),
            new Expectation(countDistinct(EVERYTHING.bytes), LONG, "bigint"),
            new Expectation(countDistinct(EVERYTHING.color), LONG, "bigint"),
            new Expectation(sum(EVERYTHING.tiny), LONG, "bigint"),
            new Expectation(sum(EVERYTHING.small), LONG, "bigint"),
            new Expectation(sum(EVERYTHING.boxedInt), LONG, "bigint"),
            new Expectation(sum(EVERYTHING.big), LONG, "bigint"),
            new Expectation(sum(EVERYTHING.real), DOUBLE, "double"),
            new Expectation(sum(EVERYTHING.twice), DOUBLE, "double"),
            new Expectation(sum(EVERYTHING.large), LARGE_INT, "largeint"),
            new Expectation(sum(EVERYTHING.exact), DECIMAL, "decimal(38,10)"),
            new Expectation(sum(EVERYTHING.price), DECIMAL, "decimal(38,2)"),
            new Expectation(avg(EVERYTHING.tiny), DOUBLE, "double"),
            new Expectation(avg(EVERYTHING.big), DOUBLE, "double"),
            new Expectation(avg(EVERYTHING.real), DOUBLE, "double"),
            new Expectation(avg(EVERYTHING.large), DECIMAL, "double"),
            new Expectation(avg(EVERYTHING.exact), DECIMAL, "decimal(38,12)"),
            new Expectation(avg(EVERYTHING.price), DECIMAL, "decimal(38,8)"),
            new Expectation(min(EVERYTHING.tiny), INT, "tinyint"),
            new Expectation(min(EVERYTHING.big), LONG, "bigint"),
            new Expectation(min(EVERYTHING.real), DOUBLE, "float"),
            new Expectation(max(EVERYTHING.large), LARGE_INT, "largeint"),
            new Expectation(max(EVERYTHING.price), DECIMAL, "decimal(9,2)"),
            new Expectation(max(EVERYTHING.text), TEXT, "varchar"),
            new Expectation(min(EVERYTHING.code), TEXT, "varchar"),
            new Expectation(max(EVERYTHING.day), DATE, "date"),
            new Expectation(max(EVERYTHING.moment), DATE_TIME, "datetime"));

    /** @param sqlType the type that DESC shows, without the width that some servers append */
    private record Expectation(AggregateValue<Everything, ?> aggregate, ValueType<?> type, String sqlType) {}

    @Test
    void aggregatesAreReadAsTheTypesOfTheServer(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());
        for (int index = 0; index < AGGREGATES.size(); index++) {
            Expectation expected = AGGREGATES.get(index);
            db.execute(
                    "CREATE VIEW v" + index + " (x) AS " + db.from(EVERYTHING).select(expected.aggregate()));

            String shown = db.query("DESC v" + index, row -> row.at(1, TEXT)).get(0);

            assertThat(expected.aggregate().valueType())
                    .as(expected.aggregate().toString())
                    .isEqualTo(expected.type());
            assertThat(shown).as(expected.aggregate().toString()).startsWith(expected.sqlType());
        }
    }

    @Test
    void rowsAreGroupedByEachSortableColumn(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());
        List<String> incomparable =
                isBefore40(db) ? List.of(EVERYTHING.bytes.name(), EVERYTHING.hash.name()) : List.of();
        int views = 0;
        for (Column<Everything> column : EVERYTHING.columns()) {
            if (column instanceof SortableColumn<Everything, ?> sortable) {
                String view = "CREATE VIEW v" + views + " AS " + grouped(db, sortable);
                if (incomparable.contains(column.name())) {
                    assertThatThrownBy(() -> db.execute(view)).hasMessageContaining("not support group-by");
                } else {
                    db.execute(view);
                }
                views++;
            }
        }
        assertThat(views).isEqualTo(25);
    }

    private static boolean isBefore40(Database db) {
        return db.query("SELECT @@version_comment", row -> row.at(0, TEXT))
                .get(0)
                .startsWith("3.");
    }

    private static <T> Projection<Everything, ?> grouped(Database db, SortableColumn<Everything, T> column) {
        return db.from(EVERYTHING)
                .select(column, count(), countDistinct(column))
                .groupBy(column)
                .orderBy(count().desc(), column.asc());
    }

    @Test
    void groupsAreChosenAndSortedByAggregatesThatAreNotSelected(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());
        Projection<Everything, ?> projection = db.from(EVERYTHING)
                .where(EVERYTHING.truth.eq(true))
                .select(EVERYTHING.color)
                .having(count().gt(1)
                        .and(sum(EVERYTHING.exact).lt(5).or(min(EVERYTHING.day).eq(LocalDate.EPOCH)))
                        .and(max(EVERYTHING.large).ge(BigInteger.ONE).not()))
                .orderBy(max(EVERYTHING.moment).desc(), EVERYTHING.color.asc())
                .limit(3)
                .offset(1);

        db.execute("CREATE VIEW v AS " + projection, true, 1L, 5L, LocalDate.EPOCH, BigInteger.ONE);

        String shown = db.query("SHOW CREATE VIEW v", row -> row.at(1, TEXT)).get(0);
        // Servers before 4.0 print the query in a form of their own.
        assertThat(shown.replace("`" + database + "`.`everything`.", ""))
                .containsAnyOf(
                        "HAVING (count(*) > 1 AND (sum(`exact`) < 5 OR ",
                        "HAVING (((count(*)) > 1) AND (((sum(`exact`)) < 5) OR (");
    }
}
