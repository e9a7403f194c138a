package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;
import static dev.cairn.schema.ValueType.BINARY;
import static dev.cairn.schema.ValueType.DATE;
import static dev.cairn.schema.ValueType.DECIMAL;
import static dev.cairn.schema.ValueType.DOUBLE;
import static dev.cairn.schema.ValueType.INT;
import static dev.cairn.schema.ValueType.LONG;
import static dev.cairn.schema.ValueType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.cairn.data.QueryCall.ColumnType;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.ValueType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Query calls, as generated implementations of query interfaces make them, send statements and read results. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class QueryCallTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final Sale OSLO = Sale.of(1, "Oslo", 100);
    private static final Sale ROME = Sale.of(2, "Rome", 250);
    private static final Sale BONN = Sale.of(3, "Bonn", 70);

    private EmbeddedStarRocks server;
    private RecordingDataSource dataSource;
    private Database db;

    @BeforeEach
    void start(FreshDatabase fresh) {
        server = fresh.server();
        dataSource = new RecordingDataSource(fresh.jdbcUrl());
        db = Database.of(dataSource);
        db.execute(SALE.ddl());
        db.insert(SALE, List.of(OSLO, ROME, BONN));
    }

    private QueryCall createCall(String sql) {
        return new QueryCall(db, "Sales.test", "/* Sales.test */ " + sql);
    }

    private List<String> findStatements(long precedingCount) {
        return server.log().findSince(precedingCount).stream()
                .map(entry -> entry.text())
                .toList();
    }

    @Test
    void aStatementIsSentWithTheNameOfItsMethod() {
        long statementCountBefore = server.log().count();

        assertThat(createCall("SELECT city FROM sale WHERE id = ?")
                        .value("id", LONG, 2L)
                        .list(row -> row.at(0, TEXT)))
                .containsExactly("Rome");
        assertThat(findStatements(statementCountBefore))
                .contains("/* Sales.test */ SELECT city FROM sale WHERE id = 2");
    }

    @Test
    void namesOfMethodsCanBeOmitted() {
        db = db.methodComments(false);
        long statementCountBefore = server.log().count();

        createCall("SELECT 1").list(row -> row.intAt(0));
        createCall("SELECT id").sql(" FROM sale").list(row -> row.longAt(0));
        assertThat(findStatements(statementCountBefore)).contains("SELECT 1", "SELECT id FROM sale");
    }

    @Test
    void piecesOfSqlAndValuesKeepTheirOrder() {
        assertThat(createCall("SELECT id FROM sale WHERE day >= ?")
                        .value("from", DATE, LocalDate.of(2026, 1, 1))
                        .sql(" AND city IN (")
                        .values("cities", TEXT, List.of("Oslo", "Bonn"), "?")
                        .sql(") ORDER BY id LIMIT ?")
                        .value("limit", INT, 10)
                        .list(row -> row.longAt(0)))
                .containsExactly(1L, 3L);
    }

    @Test
    void listsOfValuesMayBeCollectionsAndArrays() {
        for (Object ids : List.of(
                List.of(1L, 3L), Set.of(3L, 1L), new Long[] {1L, 3L}, new long[] {1, 3}, new int[] {3, 1}, new short[] {
                    1, 3
                })) {
            assertThat(createCall("SELECT id FROM sale WHERE id IN (")
                            .values("ids", LONG, ids, "CAST(? AS BIGINT)")
                            .sql(") ORDER BY id")
                            .list(row -> row.longAt(0)))
                    .containsExactly(1L, 3L);
        }
        for (Object numbers : List.of(new double[] {1.5}, new float[] {1.5f}, List.of(1.5))) {
            assertThat(createCall("SELECT 1.5 IN (")
                            .values("numbers", DOUBLE, numbers, "?")
                            .sql(")")
                            .<Boolean>one(row -> row.booleanAt(0)))
                    .isTrue();
        }
        assertThat(createCall("SELECT true IN (")
                        .values("truths", ValueType.BOOLEAN, new boolean[] {false, false}, "?")
                        .sql(")")
                        .<Boolean>one(row -> row.booleanAt(0)))
                .isFalse();
    }

    @Test
    void aSetHasNoRepeatedRows() {
        db.insert(SALE, Sale.of(4, "Bonn", 5));

        assertThat(createCall("SELECT city FROM sale ORDER BY id DESC").set(row -> row.at(0, TEXT)))
                .containsExactly("Bonn", "Rome", "Oslo");
    }

    @Test
    void aPageKnowsWhetherThereIsANextOne() {
        long statementCountBefore = server.log().count();
        Page<Long> firstPage =
                createCall("SELECT id FROM sale ORDER BY id").page(row -> row.longAt(0), PageRequest.of(0, 2));

        assertThat(firstPage.rows()).containsExactly(1L, 2L);
        assertThat(firstPage.next()).contains(PageRequest.of(1, 2));
        assertThat(findStatements(statementCountBefore))
                .contains("/* Sales.test */ SELECT id FROM sale ORDER BY id\nLIMIT 3 OFFSET 0");

        Page<Long> lastPage = createCall("SELECT id FROM sale ORDER BY id")
                .page(row -> row.longAt(0), firstPage.next().orElseThrow());
        assertThat(lastPage.rows()).containsExactly(3L);
        assertThat(lastPage.next()).isEmpty();
    }

    @Test
    void thePageAfterTheLastOneIsEmpty() {
        Page<Long> page =
                createCall("SELECT id FROM sale ORDER BY id").page(row -> row.longAt(0), PageRequest.of(7, 3));

        assertThat(page.rows()).isEmpty();
        assertThat(page.hasNext()).isFalse();
    }

    @Test
    void impossiblePagesAreRefused() {
        assertThatThrownBy(() -> PageRequest.of(-1, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> PageRequest.of(0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> PageRequest.of(0, Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> PageRequest.of(Long.MAX_VALUE, 2)).isInstanceOf(ArithmeticException.class);
    }

    private List<Long> findSortedIds(Sort sort) {
        return createCall("SELECT id FROM sale ORDER BY ")
                .order("sort", sort, "city", "city", "sale_day", "sale.day")
                .sql("id")
                .list(row -> row.longAt(0));
    }

    @Test
    void anOrderChoosesAmongTheColumnsOfTheStatement() {
        long statementCountBefore = server.log().count();

        assertThat(findSortedIds(Sort.ascending("city"))).containsExactly(3L, 1L, 2L);
        assertThat(findSortedIds(Sort.parse("-CITY"))).containsExactly(2L, 1L, 3L);
        assertThat(findSortedIds(Sort.NONE)).containsExactly(1L, 2L, 3L);
        assertThat(Sort.parse(null)).isEqualTo(Sort.NONE);
        assertThatThrownBy(() -> Sort.ascending((String) null))
                .isInstanceOf(NullPointerException.class)
                .satisfies(MESSAGES::match);
        assertThat(findSortedIds(Sort.descending("saleDay").then(Sort.ascending("city"))))
                .containsExactly(3L, 2L, 1L);
        assertThat(findStatements(statementCountBefore))
                .contains("/* Sales.test */ SELECT id FROM sale ORDER BY sale.day DESC, city, id");
    }

    @Test
    void anOrderByAnotherColumnIsRefused() {
        for (String column : List.of("price", "city; DROP TABLE sale", "city DESC", "sale.city")) {
            assertThatThrownBy(() -> findSortedIds(Sort.ascending(column)))
                    .isInstanceOf(ValueConversionException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    @Test
    void anOrderIsReadFromText() {
        assertThat(Sort.parse("-price, name"))
                .isEqualTo(Sort.descending("price").then(Sort.ascending("name")));
        assertThat(Sort.parse("")).isEqualTo(Sort.NONE);
        assertThat(Sort.parse(" ")).isEqualTo(Sort.NONE);
        for (String text : List.of("a,,b", "a,", ",a", "-", "a,-")) {
            assertThatThrownBy(() -> Sort.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "' has no name");
        }
    }

    private QueryCall createInsert(Collection<Sale> sales) {
        return createCall("INSERT INTO sale (id, city, amount, day, price) VALUES ")
                .rows(
                        "sales",
                        sales,
                        (row, sale) -> row.sql("(?, ?, ?, ?, ?)")
                                .value("sales.id", LONG, sale.id())
                                .value("sales.city", TEXT, sale.city())
                                .value("sales.amount", INT, sale.amount())
                                .value("sales.day", DATE, sale.day())
                                .value("sales.price", DECIMAL, sale.price()))
                .sql(" ");
    }

    @Test
    void recordsAreInsertedInFewStatements() {
        List<Sale> sales = LongStream.range(10, 10_010)
                .mapToObj(id -> Sale.of(id, "Lima", 1))
                .toList();
        long statementCountBefore = server.log().count();

        assertThat(createInsert(sales).execute()).isEqualTo(10_000);
        assertThat(findStatements(statementCountBefore).stream().filter(text -> text.contains("INSERT")))
                .hasSize(3);
        assertThat(createCall("SELECT count(*) FROM sale WHERE city = 'Lima'").<Long>one(row -> row.longAt(0)))
                .isEqualTo(10_000);
    }

    @Test
    void nothingIsSentForNoRecords() {
        long statementCountBefore = server.log().count();

        assertThat(createInsert(List.of()).execute()).isZero();
        assertThat(findStatements(statementCountBefore)).noneMatch(text -> text.contains("INSERT"));
    }

    @Test
    void aRecordThatCannotBeSentIsNamedBeforeAnyIsSent() {
        long statementCountBefore = server.log().count();

        assertThatThrownBy(() -> createInsert(Arrays.asList(OSLO, null)))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
        assertThat(findStatements(statementCountBefore)).noneMatch(text -> text.contains("INSERT"));
    }

    @Test
    void aMapMayHoldRecordsByTheFirstColumn() {
        assertThat(createCall("SELECT id, city FROM sale ORDER BY id")
                        .map(LONG, row -> row.at(0, LONG) + " " + row.at(1, TEXT)))
                .containsExactly(entry(1L, "1 Oslo"), entry(2L, "2 Rome"), entry(3L, "3 Bonn"));
    }

    @Test
    void nullIsBoundAsNullButIsNoElementOfAList() {
        assertThat(createCall("SELECT count(*) FROM sale WHERE ? IS NULL")
                        .value("city", TEXT, null)
                        .<Long>one(row -> row.longAt(0)))
                .isEqualTo(3);
        assertThatThrownBy(() -> createCall("SELECT id FROM sale WHERE city IN (")
                        .values("cities", TEXT, Arrays.asList("Oslo", null), "?"))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void anEmptyListOfValuesIsRefused() {
        assertThatThrownBy(() -> createCall("SELECT 1 FROM t WHERE city IN (").values("cities", TEXT, List.of(), "?"))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void bytesAreSentAsHexadecimalText() {
        byte[] bytes = {0, -1, 7};
        assertThat(createCall("SELECT to_binary(?, 'hex')")
                        .value("bytes", BINARY, bytes)
                        .<byte[]>one(row -> row.at(0, BINARY)))
                .containsExactly(bytes);
    }

    @Test
    void aValueThatItsColumnCannotHoldIsNotSent() {
        ColumnType cityType = ColumnType.of("varchar(8)");
        ColumnType priceType = ColumnType.of("decimal(10, 2)");
        long statementCountBefore = server.log().count();

        assertThatThrownBy(() -> createCall("INSERT INTO sale (city) VALUES (?)")
                        .value("order.city", TEXT, "Zürich/ü", cityType))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() ->
                        createCall("UPDATE sale SET price = ?").value("p", DECIMAL, new BigDecimal("0.001"), priceType))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> createCall("SELECT ?").value("share", DOUBLE, Double.NaN))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
        assertThat(findStatements(statementCountBefore)).isEmpty();
    }

    @Test
    void typesOfNewerServersAreNotChecked() {
        assertThat(createCall("SELECT ?")
                        .value("x", TEXT, "y", ColumnType.of("some(new) <type>"))
                        .<String>one(row -> row.at(0, TEXT)))
                .isEqualTo("y");
    }

    @Test
    void nestedValuesAreWrittenElementByElement() {
        ValueType<List<Integer>> numbersType = ValueType.list(INT);
        ColumnType arrayType = ColumnType.of("array<int>");
        for (Object value : List.of(List.of(4, 5), Set.of(5, 4), new int[] {4, 5}, new Integer[] {5, 4})) {
            assertThat(createCall("SELECT array_sort(")
                            .nested("numbers", numbersType, value, arrayType)
                            .sql(")")
                            .<List<Integer>>one(row -> row.at(0, numbersType)))
                    .containsExactly(4, 5);
        }
        assertThat(createCall("SELECT ")
                        .nested("numbers", numbersType, null)
                        .sql(" IS NULL")
                        .<Boolean>one(row -> row.booleanAt(0)))
                .isTrue();
        assertThatThrownBy(() -> createCall("SELECT ")
                        .nested("names", ValueType.list(TEXT), List.of("abc"), ColumnType.of("array<varchar(2)>")))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aCallForOneRowRefusesNoneAndSeveral() {
        assertThat(createCall("SELECT count(*) FROM sale").<Long>one(row -> row.longAt(0)))
                .isEqualTo(3);
        assertThatThrownBy(() -> createCall("SELECT id FROM sale WHERE id = 9").<Long>one(row -> row.longAt(0)))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> createCall("SELECT id FROM sale").<Long>one(row -> row.longAt(0)))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void anOptionalRowMayBeAbsent() {
        assertThat(createCall("SELECT city FROM sale WHERE id = 1").optional(row -> row.at(0, TEXT)))
                .contains("Oslo");
        assertThat(createCall("SELECT city FROM sale WHERE id = 9").optional(row -> row.at(0, TEXT)))
                .isEmpty();
        assertThat(createCall("SELECT max(city) FROM sale WHERE id = 9").optional(row -> row.at(0, TEXT)))
                .isEmpty();
        assertThat(createCall("SELECT city FROM sale WHERE id = 9").<String>oneOrNull(row -> row.at(0, TEXT)))
                .isNull();
        assertThatThrownBy(() -> createCall("SELECT city FROM sale").optional(row -> row.at(0, TEXT)))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aPrimitiveResultIsNotNull() {
        assertThatThrownBy(() -> createCall("SELECT sum(amount) AS total FROM sale WHERE id = 9")
                        .<Long>one(row -> row.longAt(0)))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void frequentTypesHaveMethodsOfTheirOwn() {
        assertThat(createCall("SELECT city, price, day, cast(day AS datetime) FROM sale WHERE id = 1")
                        .<List<Object>>one(
                                row -> List.of(row.textAt(0), row.decimalAt(1), row.dateAt(2), row.dateTimeAt(3))))
                .containsExactly("Oslo", OSLO.price(), OSLO.day(), OSLO.day().atStartOfDay());
        assertThat(createCall(
                                "SELECT nullif(city, city), nullif(price, price), nullif(day, day) FROM sale WHERE id = 1")
                        .<Boolean>one(
                                row -> row.textAt(0) == null && row.decimalAt(1) == null && row.dateAt(2) == null))
                .isTrue();
        assertThatThrownBy(() -> createCall("SELECT city FROM sale").list(row -> row.dateAt(0)))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aMapKeepsTheOrderOfTheRows() {
        assertThat(createCall("SELECT city, amount FROM sale ORDER BY amount").map(TEXT, INT))
                .containsExactly(entry("Bonn", 70), entry("Oslo", 100), entry("Rome", 250));
        assertThatThrownBy(() -> createCall("SELECT 'x' AS k, id FROM sale").map(TEXT, LONG))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> createCall("SELECT nullif(city, 'Oslo'), id FROM sale ORDER BY id")
                        .map(TEXT, LONG))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aStreamHoldsItsConnectionUntilItIsClosed() throws Exception {
        try (Stream<Long> ids =
                createCall("SELECT id FROM sale WHERE id < ?").value("limit", LONG, 3L).stream(row -> row.longAt(0))) {
            assertThat(dataSource.isInUse()).isTrue();
            assertThat(ids).containsExactlyInAnyOrder(1L, 2L);
        }
        assertThat(dataSource.isInUse()).isFalse();
    }

    @Test
    void changesAreCounted() {
        assertThat(createCall("DELETE FROM sale WHERE day <= ?")
                        .value("day", DATE, ROME.day())
                        .execute())
                .isEqualTo(2);
        assertThat(db.from(SALE).list()).containsExactly(BONN);
        assertThatThrownBy(() -> createCall("DELETE FROM none WHERE id = 1").execute())
                .isInstanceOf(FailedStatementException.class)
                .satisfies(MESSAGES::match);
    }
}
