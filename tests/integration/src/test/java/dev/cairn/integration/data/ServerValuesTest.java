package dev.cairn.integration.data;

import static dev.cairn.integration.data.TicketTable.TICKET;
import static dev.cairn.integration.data.VisitTable.VISIT;
import static dev.cairn.integration.data.VisitorsView.VISITORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.data.Database;
import dev.cairn.data.ValueConversionException;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.integration.server.DataTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.schema.ValueType;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import dev.cairn.type.Percentile;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values that the server aggregates or generates are read. */
@DataTests
class ServerValuesTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final LocalDate DAY = LocalDate.of(2026, 1, 2);

    private static Visit createVisit(int page, long views, Bitmap users, Hll sessions) {
        return new Visit(page, DAY, views, new BigDecimal("1.50"), null, users, sessions, Percentile.of(1.5, 2.5, 3.5));
    }

    @Test
    void rowsWithTheSameKeyAreMerged(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(VISIT.ddl());

        db.insert(
                VISIT,
                List.of(
                        createVisit(1, 2, Bitmap.of(1, 2), Hll.of("a")),
                        createVisit(1, 3, Bitmap.of(2, 3), Hll.of("b", "c")),
                        createVisit(2, 1, Bitmap.of(), Hll.of())));
        db.insert(VISIT, createVisit(1, 1, Bitmap.of(9), Hll.of("a")));

        assertThat(db.from(VISIT).orderBy(VISIT.page.asc()).list())
                .containsExactly(
                        new Visit(1, DAY, 6, new BigDecimal("4.50"), null, Bitmap.ofCount(4), Hll.ofCount(3), null),
                        new Visit(2, DAY, 1, new BigDecimal("1.50"), null, Bitmap.ofCount(0), Hll.ofCount(0), null));
    }

    @Test
    void aggregateStatesAreQueriedWithFunctions(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(VISIT.ddl());
        db.insert(VISIT, createVisit(1, 2, Bitmap.of(1, 2), Hll.of("a")));

        assertThat(db.query(
                        "SELECT bitmap_to_string(users), percentile_approx_raw(latency, ?) FROM visit",
                        row -> row.at(0, ValueType.TEXT) + " " + row.doubleAt(1),
                        0.5))
                .containsExactly("1,2 2.5");
    }

    @Test
    void metricsOfViewsAreCounted(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(VISIT.ddl());
        db.execute(VISITORS.ddl());
        db.insert(VISIT, createVisit(1, 2, Bitmap.of(1, 2), Hll.of("a")));

        assertThat(db.from(VISITORS).list()).containsExactly(new Visitors(1, Bitmap.ofCount(2), Hll.ofCount(1)));
    }

    @Test
    void metricsThatAreNullAreRead(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(VISIT.ddl());
        db.insert(VISIT, new Visit(1, DAY, 2, new BigDecimal("1.50"), null, null, null, null));

        assertThat(db.from(VISIT).list())
                .containsExactly(new Visit(1, DAY, 2, new BigDecimal("1.50"), null, Bitmap.ofCount(0), null, null));
    }

    @Test
    void metricsOfAQueryAreCounted(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(VISIT.ddl());
        db.insert(
                VISIT,
                List.of(
                        createVisit(1, 2, Bitmap.of(1, 2), Hll.of("a")),
                        createVisit(2, 3, Bitmap.of(2, 3), Hll.of("b"))));

        assertThat(db.query(
                        "SELECT max(page) AS page, bitmap_union_count(users) AS users, hll_union_agg(sessions) AS sessions"
                                + " FROM visit",
                        VISITORS))
                .containsExactly(new Visitors(2, Bitmap.ofCount(3), Hll.ofCount(2)));
        assertThat(db.query(
                        "SELECT page, day, views, revenue, longest, bitmap_count(users) AS users,"
                                + " hll_cardinality(sessions) AS sessions FROM visit WHERE page = ?",
                        VISIT,
                        1))
                .containsExactly(
                        new Visit(1, DAY, 2, new BigDecimal("1.50"), null, Bitmap.ofCount(2), Hll.ofCount(1), null));
        assertThatThrownBy(() -> db.query("SELECT page, users, sessions FROM visit", VISITORS))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void theStateOfAMetricCannotBeRead(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(VISIT.ddl());
        db.insert(VISIT, createVisit(1, 2, Bitmap.of(1, 2), Hll.of("a")));

        assertThatThrownBy(() -> db.query("SELECT users FROM visit", row -> row.at(0, ValueType.BITMAP)))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
        Visit readVisit = db.from(VISIT).first().orElseThrow();
        assertThatThrownBy(() -> readVisit.users().values())
                .isInstanceOf(IllegalStateException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> db.insert(VISIT, readVisit))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void theServerGeneratesIdsForRowsWithoutOne(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(TICKET.ddl());

        db.insert(TICKET, List.of(Ticket.of(0, "first"), Ticket.of(1_000_000, "second"), Ticket.of(0, "third")));
        db.into(TICKET).without(TICKET.id).insert(List.of(Ticket.of(1_000_000, "fourth")));

        List<Ticket> tickets = db.from(TICKET).list();
        assertThat(tickets).extracting(Ticket::shouted).containsExactlyInAnyOrder("FIRST", "SECOND", "THIRD", "FOURTH");
        assertThat(tickets).extracting(Ticket::id).doesNotHaveDuplicates().doesNotContain(0L);
        assertThat(db.from(TICKET).where(TICKET.id.eq(1_000_000)).first())
                .contains(new Ticket(1_000_000, "second", "SECOND"));
    }
}
