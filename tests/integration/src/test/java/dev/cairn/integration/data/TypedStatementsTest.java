package dev.cairn.integration.data;

import static dev.cairn.integration.data.EverythingTable.EVERYTHING;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.data.Database;
import dev.cairn.data.ValueConversionException;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.integration.data.Everything.Address;
import dev.cairn.integration.data.Everything.Color;
import dev.cairn.integration.server.DataTests;
import dev.cairn.integration.server.EachDriver;
import dev.cairn.integration.server.FreshDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Parameters and results of each type equal the inserted rows, and what plain JDBC reads. */
@DataTests
@EachDriver
class TypedStatementsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final List<Everything> EXTREME_ROWS = List.of(EdgeValues.least(), EdgeValues.greatest());

    private static TypedStatements createFilledStatements(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());
        db.insert(EVERYTHING, EdgeValues.all());
        return new TypedStatementsQueries(db);
    }

    /** A column with its inserted value for each row, and the query method that reads the value. */
    private record ReadColumn<T>(
            String name,
            Class<T> type,
            Function<Everything, @Nullable T> inserted,
            BiFunction<TypedStatements, Integer, @Nullable T> query) {
        void check(FreshDatabase database, TypedStatements statements) throws SQLException {
            for (Everything row : EdgeValues.all()) {
                T value = query.apply(statements, row.id());
                assertThat(value).as("%s of %s", name, row.id()).isEqualTo(inserted.apply(row));
                // The driver reads neither the year 0 nor the largest FLOAT, and no enums.
                if (row.id() != EdgeValues.least().id() && type != Float.class && type != Color.class) {
                    assertThat(value).as("%s of %s", name, row.id()).isEqualTo(readByJdbc(database, row.id()));
                }
            }
        }

        private @Nullable T readByJdbc(FreshDatabase database, int id) throws SQLException {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT `" + name + "` FROM everything WHERE id = " + id)) {
                rows.next();
                return rows.getObject(1, type);
            }
        }
    }

    private static List<ReadColumn<?>> listColumns() {
        return List.of(
                new ReadColumn<>("truth", Boolean.class, Everything::truth, TypedStatements::truth),
                new ReadColumn<>("tiny", Byte.class, Everything::tiny, TypedStatements::tiny),
                new ReadColumn<>("small", Short.class, Everything::small, TypedStatements::small),
                new ReadColumn<>("big", Long.class, Everything::big, TypedStatements::big),
                new ReadColumn<>("real", Float.class, Everything::real, TypedStatements::real),
                new ReadColumn<>("twice", Double.class, Everything::twice, TypedStatements::twice),
                new ReadColumn<>("boxed_truth", Boolean.class, Everything::boxedTruth, TypedStatements::boxedTruth),
                new ReadColumn<>("boxed_tiny", Byte.class, Everything::boxedTiny, TypedStatements::boxedTiny),
                new ReadColumn<>("boxed_small", Short.class, Everything::boxedSmall, TypedStatements::boxedSmall),
                new ReadColumn<>("boxed_int", Integer.class, Everything::boxedInt, TypedStatements::boxedInt),
                new ReadColumn<>("boxed_big", Long.class, Everything::boxedBig, TypedStatements::boxedBig),
                new ReadColumn<>("boxed_real", Float.class, Everything::boxedReal, TypedStatements::boxedReal),
                new ReadColumn<>("boxed_twice", Double.class, Everything::boxedTwice, TypedStatements::boxedTwice),
                new ReadColumn<>("large", BigInteger.class, Everything::large, TypedStatements::large),
                new ReadColumn<>("exact", BigDecimal.class, Everything::exact, TypedStatements::exact),
                new ReadColumn<>("text", String.class, Everything::text, TypedStatements::text),
                new ReadColumn<>(
                        "code",
                        String.class,
                        Everything::code,
                        (statements, id) -> statements.code(id).orElse(null)),
                new ReadColumn<>("color", Color.class, Everything::color, TypedStatements::color),
                new ReadColumn<>("day", LocalDate.class, Everything::day, TypedStatements::day),
                new ReadColumn<>("moment", LocalDateTime.class, Everything::moment, TypedStatements::moment),
                new ReadColumn<>("bytes", byte[].class, Everything::bytes, TypedStatements::bytes));
    }

    @Test
    void aColumnOfEachTypeIsRead(FreshDatabase database) throws SQLException {
        TypedStatements statements = createFilledStatements(database);

        for (ReadColumn<?> column : listColumns()) {
            column.check(database, statements);
        }
    }

    @Test
    void listsAndMapsAreRead(FreshDatabase database) {
        TypedStatements statements = createFilledStatements(database);

        for (Everything row : EdgeValues.all()) {
            assertThat(statements.texts(row.id())).isEqualTo(Optional.ofNullable(row.texts()));
            assertThat(statements.numbers(row.id())).isEqualTo(Optional.ofNullable(row.numbers()));
            assertThat(statements.counts(row.id())).isEqualTo(Optional.ofNullable(row.counts()));
            assertThat(statements.addresses(row.id())).isEqualTo(Optional.ofNullable(row.addresses()));
            TypedStatements.Nested nested = statements.nested(row.id());
            assertThat(nested.address()).isEqualTo(row.address());
            assertThat(nested.addressesByDay()).isEqualTo(row.addressesByDay());
            assertThat(nested.document()).isEqualTo(row.document());
        }
    }

    @Test
    void wholeRowsAreRead(FreshDatabase database) {
        TypedStatements statements = createFilledStatements(database);

        assertThat(statements.all())
                .usingRecursiveFieldByFieldElementComparator(EdgeValues.BYTES_COMPARISON)
                .containsExactlyElementsOf(EdgeValues.all());
        assertThat(statements.row(2))
                .usingRecursiveComparison(EdgeValues.BYTES_COMPARISON)
                .isEqualTo(EdgeValues.greatest());
        try (Stream<Everything> rows = statements.stream()) {
            assertThat(rows)
                    .usingRecursiveFieldByFieldElementComparator(EdgeValues.BYTES_COMPARISON)
                    .containsExactlyInAnyOrderElementsOf(EdgeValues.all());
        }
    }

    @Test
    void aStatementInsertsARowOfEachType(FreshDatabase database) {
        Database db = Database.of(database.dataSource());
        db.execute(EVERYTHING.ddl());
        TypedStatements statements = new TypedStatementsQueries(db);

        for (Everything row : EdgeValues.all()) {
            assertThat(statements.insert(row)).isOne();
        }

        assertThat(db.from(EVERYTHING).orderBy(EVERYTHING.id.asc()).list())
                .usingRecursiveFieldByFieldElementComparator(EdgeValues.BYTES_COMPARISON)
                .containsExactlyElementsOf(EdgeValues.all());
    }

    @Test
    void valuesOfEachTypeAreCompared(FreshDatabase database) {
        TypedStatements statements = createFilledStatements(database);

        for (Everything row : EXTREME_ROWS) {
            Integer id = row.id();
            assertThat(statements.withTruth(row.truth())).contains(id);
            assertThat(statements.withTiny(row.tiny())).containsExactly(id);
            assertThat(statements.withSmall(row.small())).containsExactly(id);
            assertThat(statements.withId(row.id())).containsExactly(id);
            assertThat(statements.withBig(row.big())).containsExactly(id);
            assertThat(statements.withReal(row.real())).containsExactly(id);
            assertThat(statements.withTwice(row.twice())).containsExactly(id);
            assertThat(statements.withBoxedBig(requireNonNull(row.boxedBig()))).containsExactly(id);
            assertThat(statements.withLarge(requireNonNull(row.large()))).containsExactly(id);
            assertThat(statements.withExact(requireNonNull(row.exact()))).containsExactly(id);
            assertThat(statements.withText(requireNonNull(row.text()))).containsExactly(id);
            assertThat(statements.withColor(requireNonNull(row.color()))).containsExactly(id);
            assertThat(statements.withDay(requireNonNull(row.day()))).containsExactly(id);
            assertThat(statements.withMoment(requireNonNull(row.moment()))).containsExactly(id);
            assertThat(statements.withBytes(requireNonNull(row.bytes()))).containsExactly(id);
            assertThat(statements.between(row.big(), row.big(), row.text() + "%"))
                    .containsExactly(id);
            assertThat(statements.like(row)).containsExactly(id);
        }
        Everything rowWithSpecialCharacters = EdgeValues.specialCharacters();
        assertThat(statements.withText(requireNonNull(rowWithSpecialCharacters.text())))
                .containsExactly(rowWithSpecialCharacters.id());
        assertThat(statements.withBytes(requireNonNull(rowWithSpecialCharacters.bytes())))
                .containsExactly(rowWithSpecialCharacters.id());
        assertThat(statements.withText(requireNonNull(EdgeValues.longest().text())))
                .containsExactly(EdgeValues.longest().id());
    }

    @Test
    void listsExpandInMembership(FreshDatabase database) throws SQLException {
        TypedStatements statements = createFilledStatements(database);
        List<Integer> allIds = EdgeValues.all().stream().map(Everything::id).toList();

        assertThat(statements.ofIds(new int[0])).isEmpty();
        assertThat(statements.ofIds(new int[] {2})).containsExactly(2);
        assertThat(statements.ofIds(new int[] {4, 2, 99, -1})).containsExactly(2, 4);
        assertThat(statements.notOfIds(List.of())).isEqualTo(allIds);
        assertThat(statements.notOfIds(List.of(1))).containsExactly(2, 3, 4, 5, 6, 7);
        assertThat(statements.notOfIds(List.of(1, 3, 5))).containsExactly(2, 4, 6, 7);
        assertThat(statements.notOfThese(Set.of())).isEqualTo(allIds);
        assertThat(statements.notOfThese(Set.of(7, 6))).containsExactly(1, 2, 3, 4, 5);
        // NULL IN a list is never true, and NULL NOT IN a list is true only if the list is empty.
        assertThat(statements.notOfTexts(new String[0])).isEqualTo(allIds);
        assertThat(statements.notOfTexts(new String[] {"a", ""}))
                .isEqualTo(findIdsByJdbc(database, "`text` NOT IN ('a', '')"))
                .doesNotContain(3);
        int[] manyIds = new int[5_000];
        Arrays.setAll(manyIds, index -> index + 2);
        assertThat(statements.ofIds(manyIds)).isEqualTo(findIdsByJdbc(database, "id >= 2"));
    }

    private static List<Integer> findIdsByJdbc(FreshDatabase database, String condition) throws SQLException {
        return database.rows("SELECT id FROM everything WHERE " + condition + " ORDER BY id").stream()
                .map(row -> Integer.valueOf(requireNonNull(row.get(0))))
                .toList();
    }

    @Test
    void listsHoldValuesOfEachType(FreshDatabase database) {
        TypedStatements statements = createFilledStatements(database);

        for (Everything row : EXTREME_ROWS) {
            assertThat(findInLists(statements, row, row)).containsExactly(row.id());
        }
        assertThat(findInLists(statements, EXTREME_ROWS.get(0), EXTREME_ROWS.get(1)))
                .containsExactlyInAnyOrder(1, 2);
    }

    /** Returns the ids of the rows whose values are all in lists of the values of two rows. */
    private static List<Integer> findInLists(TypedStatements statements, Everything first, Everything second) {
        return statements.inLists(
                new boolean[] {first.truth(), second.truth()},
                Stream.of(first.tiny(), second.tiny()).collect(Collectors.toSet()),
                new short[] {first.small(), second.small()},
                new long[] {first.big(), second.big()},
                new double[] {first.twice(), second.twice()},
                List.of(requireNonNull(first.large()), requireNonNull(second.large())),
                new BigDecimal[] {requireNonNull(first.exact()), requireNonNull(second.exact())},
                new String[] {requireNonNull(first.text()), requireNonNull(second.text())},
                Set.of(Color.values()),
                List.of(requireNonNull(first.day()), requireNonNull(second.day())),
                new LocalDateTime[] {requireNonNull(first.moment()), requireNonNull(second.moment())},
                List.of(requireNonNull(first.bytes()), requireNonNull(second.bytes())));
    }

    @Test
    void rowsAreLimited(FreshDatabase database) {
        TypedStatements statements = createFilledStatements(database);

        assertThat(statements.page(2, 0)).containsExactly(1, 2);
        assertThat(statements.page(2, 3)).containsExactly(4, 5);
        assertThat(statements.page(0, 0)).isEmpty();
        assertThat(statements.page(10, 6)).containsExactly(7);
        assertThat(statements.pageBehind(3, 2)).containsExactly(4, 5);
    }

    @Test
    void textsOfStatementsStayAsWritten(FreshDatabase database) {
        TypedStatements statements = createFilledStatements(database);

        for (String text :
                List.of("a", "'", "\\", "\"", "?", ":first", "/* */ -- #", "{ts 'x'}", "%_", "☂ \uD83D\uDE00")) {
            assertThat(statements.texts(text, 1))
                    .contains(new TypedStatements.Texts(text, "it's :first? -- /* \\ */", 1));
        }
    }

    @Test
    void aNegativeNumberMayFollowAMinusSign(FreshDatabase database) {
        TypedStatements statements = createFilledStatements(database);

        assertThat(statements.tenMinus(3)).isEqualTo(7);
        assertThat(statements.tenMinus(-3)).isEqualTo(13);
        assertThat(statements.tenMinusNegative(3)).isEqualTo(13);
        assertThat(statements.tenMinusNegative(-3)).isEqualTo(7);
    }

    @Test
    void functionsTakeListsMapsAndPaths(FreshDatabase database) {
        TypedStatements statements = createFilledStatements(database);

        assertThat(statements.containing("z", new double[] {1.0, -7.5})).containsExactly(2);
        assertThat(statements.containing("z", new double[] {-7.5})).isEmpty();
        assertThat(statements.containing("z", new double[0])).isEmpty();
        assertThat(statements.sizes(Map.of("a", 1L, "it's", -2L), List.of("a", "?", "'")))
                .isEqualTo(new TypedStatements.Sizes(2, 3));
        assertThat(statements.sizes(Map.of(), List.of())).isEqualTo(new TypedStatements.Sizes(0, 0));
        assertThat(statements.withMember("$.a[2]", "it's \"so\"")).containsExactly(5);
    }

    @Test
    void valuesBecomeNullAndBack(FreshDatabase database) {
        TypedStatements statements = createFilledStatements(database);
        Address address = new Address(null, -1, new ArrayList<>(Arrays.asList("it's", null, "?")), null);

        assertThat(statements.change(3, "\\'", List.of("'", ":x"), Map.of("a:b", -1L), address, "{\"a\": -1}"))
                .isOne();
        Everything changedRow = statements.row(3);
        assertThat(changedRow.text()).isEqualTo("\\'");
        assertThat(changedRow.texts()).containsExactly("'", ":x");
        assertThat(changedRow.counts()).isEqualTo(Map.of("a:b", -1L));
        assertThat(changedRow.address()).isEqualTo(address);
        assertThat(changedRow.document()).isEqualTo("{\"a\": -1}");

        assertThat(statements.change(3, null, null, null, null, null)).isOne();
        assertThat(statements.row(3))
                .usingRecursiveComparison(EdgeValues.BYTES_COMPARISON)
                .isEqualTo(EdgeValues.nulls(3));
        assertThat(statements.change(99, null, null, null, null, null)).isZero();
    }

    @Test
    void nullIsNoArgumentUnlessItIsDeclared(FreshDatabase database) {
        TypedStatements statements = createFilledStatements(database);

        assertThatThrownBy(() -> statements.withText(createNull()))
                .isInstanceOf(NullPointerException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> statements.notOfIds(new ArrayList<>(Arrays.asList(1, null))))
                .isInstanceOf(ValueConversionException.class)
                .satisfies(MESSAGES::match);
    }

    @SuppressWarnings("NullAway") // A caller without nullness checks may pass null.
    private static String createNull() {
        return null;
    }
}
