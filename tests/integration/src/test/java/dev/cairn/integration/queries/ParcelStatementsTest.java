package dev.cairn.integration.queries;

import static dev.cairn.integration.queries.CourierTable.COURIER;
import static dev.cairn.integration.queries.ParcelTable.PARCEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.data.Database;
import dev.cairn.data.Page;
import dev.cairn.data.PageRequest;
import dev.cairn.data.Sort;
import dev.cairn.data.ValueConversionException;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.integration.queries.Parcel.Box;
import dev.cairn.integration.queries.Parcel.Destination;
import dev.cairn.integration.queries.Parcel.Status;
import dev.cairn.integration.queries.ParcelStatements.CityTotal;
import dev.cairn.integration.queries.ParcelStatements.Filter;
import dev.cairn.integration.queries.ParcelStatements.Filter.Range;
import dev.cairn.integration.queries.ParcelStatements.Measures;
import dev.cairn.integration.queries.ParcelStatements.Reading;
import dev.cairn.integration.server.DataTests;
import dev.cairn.integration.server.EachDriver;
import dev.cairn.integration.server.FreshDatabase;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each kind of result and of statement has its effect; where plain JDBC has a result too, both are equal. */
@DataTests
@EachDriver
class ParcelStatementsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final LocalDate SECOND_DAY = LocalDate.of(2026, 1, 2);
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 1, 3, 12, 0, 0, 1_000);
    private static final Destination DESTINATION = new Destination("Via 'Roma' 1", null);

    private static final Parcel OSLO_1 = createParcel(1, FIRST_DAY, "Oslo", Status.SENT, "10.00", 500, 1L, null);
    private static final Parcel OSLO_2 =
            createParcel(2, SECOND_DAY, "Oslo", Status.DELIVERED, "20.50", null, null, null);
    private static final Parcel ROME = createParcel(3, SECOND_DAY, "Rome", Status.SENT, "5.25", 2_000, 9L, DESTINATION);

    private static Parcel createParcel(
            long id,
            LocalDate day,
            String city,
            Status status,
            String price,
            @Nullable Integer weight,
            @Nullable Long courierId,
            @Nullable Destination destination) {
        return new Parcel(
                id,
                day,
                city,
                status,
                new BigDecimal(price),
                weight,
                courierId,
                new Box((int) id, 2),
                destination,
                List.of("it's", "?"),
                Map.of("cups", (int) id));
    }

    private static ParcelStatements createFilledStatements(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        DepotSchema.SCHEMA.statements().forEach(db::execute);
        db.insert(PARCEL, List.of(OSLO_1, OSLO_2, ROME));
        db.insert(COURIER, new Courier(1, "Ann"));
        return new ParcelStatementsQueries(db);
    }

    @Test
    void rowsBecomeRecords(FreshDatabase database) throws SQLException {
        ParcelStatements statements = createFilledStatements(database);

        assertThat(statements.cityTotals())
                .containsExactly(
                        new CityTotal("Oslo", 2, new BigDecimal("30.50"), 500L),
                        new CityTotal("Rome", 1, new BigDecimal("5.25"), 2_000L));
        assertThat(database.rows(
                        "SELECT city, count(*), sum(price), max(weight) FROM parcel GROUP BY city ORDER BY city"))
                .containsExactly(List.of("Oslo", "2", "30.50", "500"), List.of("Rome", "1", "5.25", "2000"));
        assertThat(statements.heavy()).containsExactly(new HeavyParcel(3, "Rome", 2_000));
        assertThat(statements.deliveries())
                .containsExactly(
                        new ParcelDelivery(1, "Ann", null, List.of("it's", "?")),
                        new ParcelDelivery(2, null, null, List.of("it's", "?")),
                        new ParcelDelivery(3, null, DESTINATION, List.of("it's", "?")));
        assertThat(statements.measures())
                .containsExactly(
                        new Measures(1, new Box(1, 2), new Measures.Least(1)),
                        new Measures(2, new Box(2, 2), new Measures.Least(2)),
                        new Measures(3, new Box(3, 2), new Measures.Least(2)));
        assertThat(statements.firstSent()).contains(OSLO_1);
        assertThat(statements.union()).containsExactly(1L, 2L, 103L);
    }

    @Test
    void methodsOfOneRowAllowOrRefuseAMissingRow(FreshDatabase database) {
        ParcelStatements statements = createFilledStatements(database);

        assertThat(statements.parcel(3)).contains(ROME);
        assertThat(statements.parcel(4)).isEmpty();
        assertThat(statements.existing(2)).isEqualTo(OSLO_2);
        assertThatThrownBy(() -> statements.existing(4))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(MESSAGES::match);
        assertThat(statements.only("Rome")).isEqualTo(ROME);
        assertThat(statements.only("Paris")).isNull();
        assertThatThrownBy(() -> statements.only("Oslo"))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> statements.idIn("Oslo"))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(MESSAGES::match);
        assertThat(statements.idIn("Rome")).contains(3L);
        assertThat(statements.idIn("Paris")).isEmpty();
    }

    @Test
    void aResultOfOneColumnIsAValue(FreshDatabase database) throws SQLException {
        ParcelStatements statements = createFilledStatements(database);

        assertThat(statements.count()).isEqualTo(3);
        assertThat(statements.isEmpty()).isFalse();
        assertThat(statements.exists(1)).isTrue();
        assertThat(statements.exists(4)).isFalse();
        assertThat(statements.heaviest("Oslo")).isEqualTo(500);
        assertThat(statements.heaviest("Paris")).isNull();
        assertThat(statements.latest("Oslo")).contains(SECOND_DAY);
        assertThat(statements.latest("Paris")).isEmpty();
        assertThat(statements.weights()).containsExactly(500, null, 2_000);
        assertThat(statements.tables())
                .containsExactlyElementsOf(database.rows("SHOW TABLES").stream()
                        .map(row -> String.valueOf(row.get(0)))
                        .toList());
    }

    @Test
    void aStreamIsReadToItsEndOrClosedBefore(FreshDatabase database) {
        ParcelStatements statements = createFilledStatements(database);

        try (Stream<Long> ids = statements.ids()) {
            assertThat(ids).containsExactly(1L, 2L, 3L);
        }
        try (Stream<Long> ids = statements.ids()) {
            Iterator<Long> rows = ids.iterator();
            assertThat(rows.next()).isEqualTo(1);
        }
        try (Stream<Long> ids = statements.ids()) {
            assertThat(ids.limit(2)).containsExactly(1L, 2L);
        }
        assertThat(statements.count()).isEqualTo(3);
    }

    @Test
    void mapsKeepTheOrderOfRowsAndRefuseEqualKeys(FreshDatabase database) {
        ParcelStatements statements = createFilledStatements(database);

        assertThat(statements.countByCity()).containsExactly(Map.entry("Oslo", 2L), Map.entry("Rome", 1L));
        Map<Long, @Nullable Integer> weights = new LinkedHashMap<>();
        weights.put(3L, 2_000);
        weights.put(2L, null);
        weights.put(1L, 500);
        assertThat(statements.weightById()).containsExactlyEntriesOf(weights);
        assertThatThrownBy(statements::idByCity)
                .isInstanceOf(IllegalStateException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void mapsHoldRecordsByTheFirstColumn(FreshDatabase database) {
        ParcelStatements statements = createFilledStatements(database);

        Map<Long, Parcel> parcels = statements.byId();
        assertThat(parcels).hasSize(3);
        assertThat(parcels.get(3L)).isEqualTo(statements.existing(3));
        assertThatThrownBy(statements::byCity)
                .isInstanceOf(IllegalStateException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void theOrderIsAnArgument(FreshDatabase database) {
        ParcelStatements statements = createFilledStatements(database);

        assertThat(statements.sorted(Sort.NONE)).containsExactly(1L, 2L, 3L);
        assertThat(statements.sorted(Sort.descending("city"))).containsExactly(3L, 1L, 2L);
        assertThat(statements.sorted(Sort.ascending("weight"))).containsExactly(2L, 1L, 3L);
        assertThatThrownBy(() -> statements.sorted(Sort.ascending("price")))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void recordsAreInsertedByOneStatement(FreshDatabase database) {
        ParcelStatements statements = createFilledStatements(database);

        assertThat(statements.hire(List.of(new Reading(1, "Eva", 2), new Reading(2, "O'Hara", null)), 100))
                .isEqualTo(2);
        assertThat(statements.couriersFrom(100)).containsExactly("Eva 2", "O'Hara ");
        assertThat(statements.hire(List.of(), 200)).isZero();
    }

    @Test
    void setsHoldEachRowOnce(FreshDatabase database) {
        assertThat(createFilledStatements(database).citySet()).containsExactly("Oslo", "Rome");
    }

    @Test
    void pagesFollowOneAnother(FreshDatabase database) {
        ParcelStatements statements = createFilledStatements(database);

        Page<Long> firstPage = statements.page(null, PageRequest.of(0, 2));
        assertThat(firstPage.rows()).containsExactly(2L, 1L);
        Page<Long> secondPage = statements.page(null, firstPage.next().orElseThrow());
        assertThat(secondPage.rows()).containsExactly(3L);
        assertThat(secondPage.next()).isEmpty();
        assertThat(statements.page("Rome", PageRequest.of(0, 2)).rows()).containsExactly(3L);
    }

    @Test
    void optionalPartsAreSentWhenTheirParametersArePresent(FreshDatabase database) throws SQLException {
        ParcelStatements statements = createFilledStatements(database);
        BigDecimal six = new BigDecimal("6");
        BigDecimal twenty = new BigDecimal("20");

        for (int presentParts = 0; presentParts < 16; presentParts++) {
            boolean hasCity = (presentParts & 1) != 0;
            boolean hasStatus = (presentParts & 2) != 0;
            boolean hasPrice = (presentParts & 4) != 0;
            boolean hasWeight = (presentParts & 8) != 0;
            String sql = "SELECT id FROM parcel WHERE sent_on >= '2026-01-01'" + (hasCity ? " AND city = 'Oslo'" : "")
                    + (hasStatus ? " AND status IN ('SENT')" : "") + (hasPrice ? " AND price BETWEEN 6 AND 20" : "")
                    + (hasWeight ? " AND weight > 400" : "") + " ORDER BY id";
            assertThat(statements.find(
                            FIRST_DAY,
                            hasCity ? "Oslo" : null,
                            hasStatus ? List.of(Status.SENT) : null,
                            hasPrice ? six : null,
                            Optional.of(twenty),
                            hasWeight ? Optional.of(400) : Optional.empty()))
                    .as(sql)
                    .isEqualTo(findIds(database, sql));
        }
        assertThat(statements.find(FIRST_DAY, null, null, six, Optional.empty(), Optional.empty()))
                .as("a part with two parameters needs both")
                .containsExactly(1L, 2L, 3L);
        assertThat(statements.find(FIRST_DAY, null, Set.of(), null, Optional.empty(), Optional.empty()))
                .as("an empty collection is present")
                .isEmpty();
        assertThat(statements.oldest(null, null)).containsExactly(1L, 2L, 3L);
        assertThat(statements.oldest(SECOND_DAY, null)).containsExactly(1L);
        assertThat(statements.oldest(null, 2)).containsExactly(1L, 2L);
        assertThat(statements.oldest(SECOND_DAY, 0)).isEmpty();
        assertThatThrownBy(() -> statements.oldest(null, -1))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    private static List<Long> findIds(FreshDatabase database, String sql) throws SQLException {
        return database.rows(sql).stream()
                .map(row -> Long.valueOf(String.valueOf(row.get(0))))
                .toList();
    }

    @Test
    void componentsOfRecordsAreParameters(FreshDatabase database) {
        ParcelStatements statements = createFilledStatements(database);

        assertThat(statements.matching(new Filter(null, FIRST_DAY, new Range(0, null))))
                .containsExactly(1L, 2L, 3L);
        assertThat(statements.matching(new Filter(null, FIRST_DAY, new Range(1, null))))
                .containsExactly(1L, 3L);
        assertThat(statements.matching(new Filter(null, FIRST_DAY, new Range(0, 500))))
                .containsExactly(1L);
        assertThat(statements.matching(new Filter("Rome", SECOND_DAY, new Range(0, null))))
                .containsExactly(3L);
        assertThat(statements.since(SECOND_DAY, 1)).containsExactly(2L, 3L);
        assertThat(statements.since(SECOND_DAY, 2)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void statementsChangeRowsAndCountThem(FreshDatabase database) throws SQLException {
        ParcelStatements statements = createFilledStatements(database);

        assertThat(statements.send(
                        4,
                        SECOND_DAY,
                        "Bergen \\ '?",
                        Status.SENT,
                        new BigDecimal("-1.5"),
                        Optional.empty(),
                        new Box(-1, 0),
                        new String[] {"a'b", ""},
                        Map.of(":id", -1),
                        DESTINATION))
                .isOne();
        assertThat(statements.parcel(4))
                .contains(new Parcel(
                        4,
                        SECOND_DAY,
                        "Bergen \\ '?",
                        Status.SENT,
                        new BigDecimal("-1.50"),
                        null,
                        null,
                        new Box(-1, 0),
                        DESTINATION,
                        List.of("a'b", ""),
                        Map.of(":id", -1)));

        assertThat(statements.scanAll(NOON, "gate", Status.SENT)).isEqualTo(3);
        assertThat(statements.scanAll(NOON, "gate", Status.DELIVERED)).isOne();
        assertThat(readScans(database)).hasSize(4).contains("1 2026-01-03 12:00:00.000001 gate");
        statements.rescan(NOON, "door");
        assertThat(readScans(database)).hasSize(4).contains("3 2026-01-03 12:00:00.000001 Rome door");
        statements.forgetScans();
        assertThat(readScans(database)).isEmpty();

        assertThat(statements.update(Status.DELIVERED, null, new BigDecimal("2"), "Oslo", null))
                .isEqualTo(2);
        assertThat(statements.update(Status.SENT, 7, BigDecimal.ONE, "Oslo", Set.of(2L, 3L)))
                .isOne();
        assertThat(statements.update(Status.SENT, 8, BigDecimal.ONE, "Oslo", Set.of()))
                .isZero();
        assertThat(database.rows("SELECT id, status, weight, price FROM parcel WHERE city = 'Oslo' ORDER BY id")
                        .toString())
                .isEqualTo("[[1, DELIVERED, null, 20.00], [2, SENT, 7, 41.00]]");

        assertThat(statements.purge(SECOND_DAY, List.of("Oslo"))).isZero();
        assertThat(statements.purge(SECOND_DAY, null)).isOne();
        assertThat(statements.purge(SECOND_DAY.plusDays(1), List.of())).isEqualTo(3);
        assertThat(statements.isEmpty()).isTrue();
    }

    @Test
    void anEmptyListDeletesNoRowsOfATableWithoutAPrimaryKey(FreshDatabase database) throws SQLException {
        ParcelStatements statements = createFilledStatements(database);
        ScanRemovals removals = new ScanRemovalsQueries(Database.of(database.dataSource()));
        statements.scanAll(NOON, "gate", Status.SENT);
        int scanCountBefore = readScans(database).size();

        assertThat(removals.removeByPlace(List.of())).isZero();
        assertThatThrownBy(() -> removals.removeOutsidePlaces(List.of()))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
        assertThat(readScans(database)).hasSize(scanCountBefore).isNotEmpty();

        removals.removeByPlace(List.of("gate", "door"));
        assertThat(readScans(database)).noneMatch(scan -> scan.endsWith(" gate"));
    }

    private static List<String> readScans(FreshDatabase database) throws SQLException {
        return database.rows("SELECT parcel_id, CAST(scanned_at AS VARCHAR), place FROM parcel_scan").stream()
                .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
                .toList();
    }

    @Test
    void aMaterializedViewIsRefreshed(FreshDatabase database) {
        ParcelStatements statements = createFilledStatements(database);

        statements.refreshCities();

        assertThat(statements.cities()).containsExactly(new CityParcels("Oslo", 2), new CityParcels("Rome", 1));
    }
}
