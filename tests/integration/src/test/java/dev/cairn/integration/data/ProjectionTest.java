package dev.cairn.integration.data;

import static dev.cairn.integration.data.EverythingTable.EVERYTHING;
import static dev.cairn.integration.data.VisitTable.VISIT;
import static dev.cairn.integration.data.VisitorsView.VISITORS;
import static dev.cairn.schema.AggregateValue.avg;
import static dev.cairn.schema.AggregateValue.count;
import static dev.cairn.schema.AggregateValue.countDistinct;
import static dev.cairn.schema.AggregateValue.max;
import static dev.cairn.schema.AggregateValue.min;
import static dev.cairn.schema.AggregateValue.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.data.Database;
import dev.cairn.data.Tuple.Tuple2;
import dev.cairn.data.Tuple.Tuple3;
import dev.cairn.data.Tuple.Tuple4;
import dev.cairn.data.Tuple.Tuple8;
import dev.cairn.integration.server.DataTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Projections and aggregates through descriptors. */
@DataTests
class ProjectionTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final LocalDate SECOND = LocalDate.of(2026, 1, 2);

    /** Page 1 has two days, page 2 has one and no longest visit. */
    private static Database visits(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(VISIT.ddl());
        db.insert(
                VISIT,
                List.of(
                        visit(1, FIRST, 10, "1.50", 7),
                        visit(1, SECOND, 20, "2.25", 5),
                        visit(2, FIRST, 5, "0.10", null)));
        return db;
    }

    private static Visit visit(int page, LocalDate day, long views, String revenue, @Nullable Integer longest) {
        return new Visit(page, day, views, new BigDecimal(revenue), longest, Bitmap.of(views), Hll.of("a"), null);
    }

    @Test
    void groupsAreAggregated(FreshDatabase database) {
        List<Tuple3<Integer, Long, @Nullable BigDecimal>> pages = visits(database)
                .from(VISIT)
                .select(VISIT.page, count(), sum(VISIT.revenue))
                .groupBy(VISIT.page)
                .orderBy(VISIT.page.asc())
                .list();

        assertThat(pages)
                .containsExactly(
                        new Tuple3<>(1, 2L, new BigDecimal("3.75")), new Tuple3<>(2, 1L, new BigDecimal("0.10")));
    }

    @Test
    void conditionsChooseRowsAndGroups(FreshDatabase database) {
        Database db = visits(database);

        assertThat(db.from(VISIT)
                        .select(VISIT.day, sum(VISIT.views))
                        .where(VISIT.views.gt(5))
                        .having(count().gt(1).or(max(VISIT.revenue).ge(new BigDecimal("2.25"))))
                        .list())
                .containsExactly(new Tuple2<>(SECOND, 20L));
        assertThat(db.from(VISIT)
                        .select(VISIT.page)
                        .having(max(VISIT.day).gt(FIRST))
                        .having(count().eq(2)
                                .and(sum(VISIT.revenue).lt(4))
                                .and(min(VISIT.longest).ne(7)))
                        .list())
                .containsExactly(1);
        assertThat(db.from(VISIT).select(VISIT.page).having(count().ge(2).not()).list())
                .containsExactly(2);
    }

    @Test
    void groupsAreSortedAndLimited(FreshDatabase database) {
        Database db = visits(database);

        assertThat(db.from(VISIT)
                        .select(VISIT.page, VISIT.day)
                        .orderBy(VISIT.day.desc(), VISIT.page.asc())
                        .list())
                .containsExactly(new Tuple2<>(1, SECOND), new Tuple2<>(1, FIRST), new Tuple2<>(2, FIRST));
        assertThat(db.from(VISIT)
                        .select(VISIT.page)
                        .orderBy(sum(VISIT.views).desc(), VISIT.page.asc())
                        .list())
                .containsExactly(1, 2);
        assertThat(db.from(VISIT)
                        .select(VISIT.day, count())
                        .orderBy(count().asc(), VISIT.day.asc())
                        .limit(1)
                        .offset(1)
                        .list())
                .containsExactly(new Tuple2<>(FIRST, 2L));
        assertThat(db.from(VISIT).select(VISIT.page).orderBy(count().desc()).first())
                .contains(1);
    }

    @Test
    void rowsOfTheResultAreCounted(FreshDatabase database) {
        Database db = visits(database);

        assertThat(db.from(VISIT).select(VISIT.page, VISIT.page).count()).isEqualTo(3);
        assertThat(db.from(VISIT).select(VISIT.page).groupBy(VISIT.page).count())
                .isEqualTo(2);
        assertThat(db.from(VISIT).select(VISIT.page).limit(2).count()).isEqualTo(2);
        assertThat(db.from(VISIT).select(sum(VISIT.views)).count()).isEqualTo(1);
        assertThat(db.from(VISIT)
                        .select(VISIT.page, count())
                        .having(count().gt(1))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aggregatesOverNothingAreNull(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(VISIT.ddl());

        assertThat(db.from(VISIT)
                        .select(count(), countDistinct(VISIT.page), sum(VISIT.views), avg(VISIT.revenue))
                        .list())
                .containsExactly(new Tuple4<>(0L, 0L, null, null));
        assertThat(db.from(VISIT).select(max(VISIT.day)).list()).containsExactly((LocalDate) null);
        assertThat(db.from(VISIT).select(max(VISIT.day)).first()).isEmpty();
        assertThat(db.from(VISIT).select(VISIT.day).first()).isEmpty();
    }

    @Test
    void rowsAreConvertedAndStreamed(FreshDatabase database) {
        record DayTotal(LocalDate day, long visits) {}
        Database db = visits(database);

        try (Stream<DayTotal> totals = db
                .from(VISIT)
                .select(VISIT.day, count())
                .orderBy(VISIT.day.asc())
                .map(row -> new DayTotal(row.first(), row.second()))
                .stream()) {
            assertThat(totals).containsExactly(new DayTotal(FIRST, 2), new DayTotal(SECOND, 1));
        }
    }

    @Test
    void viewsAreAggregated(FreshDatabase database) {
        Database db = visits(database);
        db.execute(VISITORS.ddl());

        assertThat(db.from(VISITORS)
                        .select(count(VISITORS.users), sum(VISITORS.page))
                        .list())
                .containsExactly(new Tuple2<>(2L, 3L));
    }

    @Test
    void columnsOfEachClassAreRead(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());
        db.insert(EVERYTHING, EdgeValues.all());

        for (Everything row : EdgeValues.all()) {
            assertThat(db.from(EVERYTHING)
                            .where(EVERYTHING.id.eq(row.id()))
                            .select(
                                    EVERYTHING.boxedTruth,
                                    EVERYTHING.tiny,
                                    EVERYTHING.boxedBig,
                                    EVERYTHING.twice,
                                    EVERYTHING.large,
                                    EVERYTHING.exact,
                                    EVERYTHING.text,
                                    EVERYTHING.color)
                            .list())
                    .containsExactly(new Tuple8<>(
                            row.boxedTruth(),
                            (int) row.tiny(),
                            row.boxedBig(),
                            row.twice(),
                            row.large(),
                            row.exact(),
                            row.text(),
                            row.color()));
            assertThat(db.from(EVERYTHING)
                            .where(EVERYTHING.id.eq(row.id()))
                            .select(EVERYTHING.day, EVERYTHING.moment)
                            .list())
                    .containsExactly(new Tuple2<>(row.day(), row.moment()));
            assertThat(db.from(EVERYTHING)
                            .where(EVERYTHING.id.eq(row.id()))
                            .select(EVERYTHING.bytes)
                            .list()
                            .get(0))
                    .isEqualTo(row.bytes());
        }
    }

    @Test
    void numbersAreAddedWithoutLoss(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());
        db.insert(EVERYTHING, List.of(EdgeValues.least(), EdgeValues.greatest(), EdgeValues.nothing(3)));

        assertThat(db.from(EVERYTHING)
                        .select(
                                sum(EVERYTHING.tiny),
                                sum(EVERYTHING.boxedInt),
                                sum(EVERYTHING.boxedBig),
                                sum(EVERYTHING.large),
                                sum(EVERYTHING.exact),
                                avg(EVERYTHING.boxedInt),
                                avg(EVERYTHING.price),
                                max(EVERYTHING.large))
                        .list())
                .usingRecursiveFieldByFieldElementComparator(EdgeValues.COMPARISON)
                .containsExactly(new Tuple8<>(
                        -1L,
                        -1L,
                        -1L,
                        BigInteger.ONE.negate(),
                        new BigDecimal("0E-10"),
                        -0.5,
                        new BigDecimal("0E-8"),
                        BigInteger.TWO.pow(127).subtract(BigInteger.ONE)));
        assertThat(db.from(EVERYTHING)
                        .select(EVERYTHING.id)
                        .groupBy(EVERYTHING.id)
                        .having(min(EVERYTHING.large).eq(BigInteger.TWO.pow(127).negate()))
                        .list())
                .containsExactly(1);
    }

    @Test
    void aNotNullColumnThatHoldsNullIsReported(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute("CREATE VIEW visitors AS SELECT CAST(NULL AS int) AS page, bitmap_empty() AS users,"
                + " hll_empty() AS sessions");

        assertThatThrownBy(() -> db.from(VISITORS).select(VISITORS.page).list())
                .hasMessage("visitors.page in row 1: it is NULL, although its column is declared NOT NULL");
    }
}
