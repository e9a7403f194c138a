package dev.cairn.integration.data;

import static dev.cairn.integration.data.EverythingTable.EVERYTHING;
import static dev.cairn.integration.data.MeasuredItemTable.MEASURED_ITEM;
import static dev.cairn.integration.data.TaggedItemTable.TAGGED_ITEM;
import static dev.cairn.integration.data.TicketTable.TICKET;
import static dev.cairn.integration.data.VisitTable.VISIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.data.Database;
import dev.cairn.data.LoadException;
import dev.cairn.data.StreamLoad;
import dev.cairn.data.ValueConversionException;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.integration.server.DataTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import dev.cairn.type.Percentile;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that are loaded by HTTP are read back exactly. */
@DataTests
class LoadTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final LocalDate DAY = LocalDate.of(2026, 1, 2);

    static Stream<Everything> listEdgeRows() {
        return EdgeValues.all().stream();
    }

    @ParameterizedTest
    @MethodSource("listEdgeRows")
    void aLoadedRowIsReadBack(Everything row, FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());

        assertThat(database.load(EVERYTHING).send(List.of(row)).loadedRows()).isOne();

        assertThat(db.from(EVERYTHING).list())
                .usingRecursiveFieldByFieldElementComparator(EdgeValues.BYTES_COMPARISON)
                .containsExactly(row);
    }

    @Test
    void rowsOfAllKindsAreLoadedTogetherAndOnce(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());
        List<Everything> rows = EdgeValues.all();

        StreamLoad.Outcome outcome =
                database.load(EVERYTHING).label(database.name()).send(rows);
        assertThat(outcome.loadedRows()).isEqualTo(rows.size());
        assertThat(outcome.filteredRows()).isZero();
        assertThat(database.load(EVERYTHING)
                        .label(database.name())
                        .send(List.of(EdgeValues.nulls(99)))
                        .state())
                .isEqualTo(StreamLoad.Outcome.State.LOADED_BEFORE);

        assertThat(db.from(EVERYTHING).orderBy(EVERYTHING.id.asc()).list())
                .usingRecursiveFieldByFieldElementComparator(EdgeValues.BYTES_COMPARISON)
                .containsExactlyElementsOf(rows);
    }

    private static Visit createVisit(int page, long views, Bitmap users, Hll sessions) {
        return new Visit(page, DAY, views, new BigDecimal("1.50"), null, users, sessions, Percentile.of(1.5));
    }

    @Test
    void rowsWithTheSameKeyAreMerged(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(VISIT.ddl());

        database.load(VISIT)
                .send(List.of(
                        createVisit(1, 2, Bitmap.of(1, 2), Hll.of("a")),
                        createVisit(1, 3, Bitmap.of(2, 3), Hll.of("")),
                        createVisit(2, 1, Bitmap.of(), Hll.of())));

        assertThat(db.from(VISIT).orderBy(VISIT.page.asc()).list())
                .containsExactly(
                        new Visit(1, DAY, 5, new BigDecimal("3.00"), null, Bitmap.ofCount(3), Hll.ofCount(2), null),
                        new Visit(2, DAY, 1, new BigDecimal("1.50"), null, Bitmap.ofCount(0), Hll.ofCount(0), null));
        assertThatThrownBy(() -> database.load(VISIT).send(List.of(createVisit(1, 1, Bitmap.of(), Hll.of("a", "b")))))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void theServerGeneratesIdsForRowsWithoutOne(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(TICKET.ddl());

        database.load(TICKET).send(List.of(Ticket.of(0, "first"), Ticket.of(0, "second")));
        database.load(TICKET).send(Stream.of(Ticket.of(1_000_000, "third"), Ticket.of(1_000_001, "fourth")));
        database.load(TICKET).without(TICKET.id).send(List.of(Ticket.of(7, "fifth")));

        List<Ticket> tickets = db.from(TICKET).list();
        assertThat(tickets)
                .extracting(Ticket::shouted)
                .containsExactlyInAnyOrder("FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH");
        assertThat(tickets)
                .extracting(Ticket::id)
                .doesNotHaveDuplicates()
                .doesNotContain(0L)
                .contains(1_000_000L, 1_000_001L);
    }

    /** A server reads a field with the name of such a column as a string, whose cast keeps the escapes of JSON. */
    @Test
    void elementsOfSourcesOfGeneratedColumnsAreKept(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(TAGGED_ITEM.ddl());
        List<@Nullable String> tags =
                Arrays.asList("it's", "a \"b\"", "c\\d", "e,f", "", "null", null, "[g]", "\u00fc\n");
        TaggedItem item = new TaggedItem(1, tags, Arrays.asList(DAY, null), "x", null, null);

        database.load(TAGGED_ITEM).send(List.of(item));

        assertThat(db.from(TAGGED_ITEM).list())
                .containsExactly(new TaggedItem(1, tags, Arrays.asList(DAY, null), "x", tags.size(), 2));
    }

    @Test
    void sourcesOfGeneratedColumnsAreLoaded(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(TAGGED_ITEM.ddl());
        db.execute(MEASURED_ITEM.ddl());

        assertThatThrownBy(() ->
                        database.load(TAGGED_ITEM).without(TAGGED_ITEM.tags).send(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> database.load(MEASURED_ITEM).send(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    /** A server generates either all values of a load or none; with a NULL among values, it filters the row out. */
    @Test
    void rowsWithAndWithoutIdsAreNotLoadedTogether(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(TICKET.ddl());

        for (List<Long> ids : List.of(List.of(0L, 0L, 5L), List.of(5L, 6L, 0L))) {
            List<Ticket> tickets = ids.stream().map(id -> Ticket.of(id, "x")).toList();
            assertThatThrownBy(() -> database.load(TICKET).send(tickets))
                    .isInstanceOf(ValueConversionException.class)
                    .satisfies(MESSAGES::match);
        }
        assertThat(db.from(TICKET).list()).isEmpty();
    }

    @Test
    void aRowThatTheServerRefusesIsReported(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(TICKET.ddl().replace("varchar(20)", "varchar(5)"));

        assertThatThrownBy(() -> database.load(TICKET).send(List.of(Ticket.of(1, "short"), Ticket.of(2, "longer"))))
                .isInstanceOfSatisfying(
                        LoadException.class,
                        failure -> assertThat(failure.problems()).anyMatch(problem -> problem.contains("longer")));
        assertThat(db.from(TICKET).list()).isEmpty();
    }
}
