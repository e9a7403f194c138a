package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * All pairs of nested values with NULL in every place are compared as a backend compares its columns (be/src/column).
 * For operators, an element that is NULL makes an equality NULL, and is the greatest element of an order. As keys of
 * joins, elements that are NULL are equal. As sort keys, they come first or last.
 */
@ExtendWith(EmbeddedStarRocksExtension.class)
class NestedComparisonTest {
    private static final List<@Nullable List<@Nullable Integer>> ARRAYS = Arrays.asList(
            null, list(), list((Integer) null), list(0), list(1), list(0, null), list(null, 0), list(1, 0));

    /** The values of a type, which are lists of elements or fields, and the notation of their literals. */
    private record TypedValues(
            String type, boolean hasOrder, List<? extends @Nullable List<?>> values, Notation notation) {
        private String literal(@Nullable List<?> value) {
            return value == null ? "CAST(NULL AS " + type + ")" : notation.format(value);
        }
    }

    private interface Notation {
        String format(List<?> value);
    }

    private static List<@Nullable Integer> list(@Nullable Integer... elements) {
        return Arrays.asList(elements);
    }

    private static String formatArray(List<?> value) {
        return value.stream()
                .map(element -> element instanceof List<?> inner ? formatArray(inner) : String.valueOf(element))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String formatStruct(List<?> value) {
        return "row" + formatArray(value).replaceFirst("^\\[", "(").replaceFirst("]$", ")");
    }

    private static String formatArrayOfStructs(List<?> value) {
        return value.stream()
                .map(element -> element instanceof List<?> inner ? formatStruct(inner) : "NULL")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static List<TypedValues> allTypedValues() {
        List<@Nullable List<?>> nestedArrays = new ArrayList<>();
        List<@Nullable List<?>> structs = new ArrayList<>();
        List<@Nullable List<?>> arraysOfStructs = new ArrayList<>();
        nestedArrays.add(List.of(list(1), list(0)));
        for (List<@Nullable Integer> inner : ARRAYS) {
            nestedArrays.add(inner == null ? null : Arrays.asList(inner));
            nestedArrays.add(Arrays.asList(inner, list(1)));
        }
        for (Integer first : list(null, 0, 1)) {
            for (List<@Nullable Integer> second : ARRAYS) {
                structs.add(Arrays.asList(first, second));
            }
            for (Integer second : list(null, 0, 1)) {
                arraysOfStructs.add(Arrays.asList(list(first, second)));
            }
        }
        structs.add(null);
        arraysOfStructs.add(Arrays.asList((Object) null));
        return List.of(
                new TypedValues("ARRAY<INT>", true, ARRAYS, NestedComparisonTest::formatArray),
                new TypedValues("ARRAY<ARRAY<INT>>", true, nestedArrays, NestedComparisonTest::formatArray),
                new TypedValues(
                        "ARRAY<STRUCT<x INT, y INT>>",
                        true,
                        arraysOfStructs,
                        NestedComparisonTest::formatArrayOfStructs),
                new TypedValues("STRUCT<x INT, y ARRAY<INT>>", false, structs, NestedComparisonTest::formatStruct));
    }

    private static @Nullable Boolean areEqual(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return null;
        }
        if (!(left instanceof List<?> leftList) || !(right instanceof List<?> rightList)) {
            return left.equals(right);
        }
        Boolean equality = leftList.size() == rightList.size();
        for (int i = 0; i < leftList.size() && leftList.size() == rightList.size(); i++) {
            Boolean elementEquality = areEqual(leftList.get(i), rightList.get(i));
            if (Boolean.FALSE.equals(elementEquality)) {
                return false;
            }
            equality = elementEquality == null ? null : equality;
        }
        return equality;
    }

    private static int compare(@Nullable Object left, @Nullable Object right, int signOfNull) {
        if (left == null || right == null) {
            return left == right ? 0 : left == null ? signOfNull : -signOfNull;
        }
        if (!(left instanceof List<?> leftList) || !(right instanceof List<?> rightList)) {
            return Integer.compare((Integer) left, (Integer) right);
        }
        for (int i = 0; i < Math.min(leftList.size(), rightList.size()); i++) {
            int order = compare(leftList.get(i), rightList.get(i), signOfNull);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(leftList.size(), rightList.size());
    }

    private static String formatTruth(@Nullable Boolean truth) {
        return truth == null ? "NULL" : truth ? "1" : "0";
    }

    @Test
    void nestedValuesAreComparedAsInColumns(EmbeddedStarRocks server) throws SQLException {
        server.createDatabase("nested");
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("nested"), "root", "");
                Statement statement = connection.createStatement()) {
            int tableNumber = 0;
            for (TypedValues typedValues : allTypedValues()) {
                String table = "v" + tableNumber++;
                statement.execute("CREATE TABLE " + table + " (k INT, v " + typedValues.type() + ")");
                statement.execute("INSERT INTO " + table + " VALUES "
                        + IntStream.range(0, typedValues.values().size())
                                .mapToObj(i -> "(" + i + ", "
                                        + typedValues.literal(
                                                typedValues.values().get(i)) + ")")
                                .collect(Collectors.joining(", ")));
                checkOperators(statement, table, typedValues);
                checkJoins(statement, table, typedValues);
                checkOrders(statement, table, typedValues);
            }
        }
    }

    private static void checkOperators(Statement statement, String table, TypedValues typedValues) throws SQLException {
        String orderItems = typedValues.hasOrder() ? ", a.v < b.v, NOT (a.v < b.v), a.v <= b.v, a.v > b.v" : "";
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < typedValues.values().size(); i++) {
            for (int j = 0; j < typedValues.values().size(); j++) {
                List<?> left = typedValues.values().get(i);
                List<?> right = typedValues.values().get(j);
                boolean isKnown = left != null && right != null;
                Boolean equality = areEqual(left, right);
                int order = compare(left, right, 1);
                Boolean difference = !isKnown ? null : typedValues.hasOrder() ? (Boolean) (order != 0) : not(equality);
                List<String> row = new ArrayList<>(List.of(
                        String.valueOf(i),
                        String.valueOf(j),
                        formatTruth(equality),
                        formatTruth(difference),
                        formatTruth(difference),
                        formatTruth(difference),
                        formatTruth(equality),
                        formatTruth(not(equality)),
                        formatTruth(order == 0)));
                if (typedValues.hasOrder()) {
                    row.add(formatTruth(isKnown ? order < 0 : null));
                    row.add(formatTruth(isKnown ? order >= 0 : null));
                    row.add(formatTruth(isKnown ? order <= 0 : null));
                    row.add(formatTruth(isKnown ? order > 0 : null));
                }
                expected.add(String.join(" ", row));
            }
        }
        assertThat(rows(
                        statement,
                        "SELECT a.k, b.k, a.v = b.v, a.v != b.v, NOT (a.v = b.v), a.v NOT IN (b.v), a.v IN (b.v),"
                                + " a.v NOT IN (b.v, b.v), a.v <=> b.v"
                                + orderItems + " FROM " + table + " a CROSS JOIN " + table + " b ORDER BY 1, 2"))
                .as(typedValues.type())
                .isEqualTo(expected);
    }

    private static @Nullable Boolean not(@Nullable Boolean truth) {
        return truth == null ? null : (Boolean) !truth;
    }

    private static void checkJoins(Statement statement, String table, TypedValues typedValues) throws SQLException {
        List<String> pairs = new ArrayList<>();
        List<String> matches = new ArrayList<>();
        for (int i = 0; i < typedValues.values().size(); i++) {
            for (int j = 0; j < typedValues.values().size(); j++) {
                List<?> left = typedValues.values().get(i);
                if (left != null && compare(left, typedValues.values().get(j), 1) == 0) {
                    pairs.add(i + " " + j);
                    matches.add(String.valueOf(i));
                }
            }
        }
        String selectPairs = "SELECT a.k, b.k FROM " + table + " a JOIN " + table + " b ";
        for (String join : List.of(
                selectPairs + "ON a.v = b.v",
                selectPairs + "WHERE a.v = b.v AND a.k >= 0",
                selectPairs + "ON NOT (a.v != b.v)",
                selectPairs + "USING (v)")) {
            assertThat(rows(statement, join + " ORDER BY 1, 2"))
                    .as(typedValues.type() + ": " + join)
                    .isEqualTo(pairs);
        }
        String selectMatches = "SELECT k FROM " + table + " a WHERE ";
        for (String filter : List.of(
                selectMatches + "v IN (SELECT v FROM " + table + ")",
                selectMatches + "EXISTS (SELECT 1 FROM " + table + " b WHERE b.v = a.v)")) {
            assertThat(rows(statement, filter + " ORDER BY 1"))
                    .as(typedValues.type() + ": " + filter)
                    .isEqualTo(matches.stream().distinct().toList());
        }
    }

    private static void checkOrders(Statement statement, String table, TypedValues typedValues) throws SQLException {
        for (String direction : List.of("ASC", "DESC", "ASC NULLS LAST")) {
            int signOfNull = direction.equals("ASC") ? -1 : 1;
            Comparator<Integer> order = (i, j) ->
                    compare(typedValues.values().get(i), typedValues.values().get(j), signOfNull);
            List<String> expected = IntStream.range(0, typedValues.values().size())
                    .boxed()
                    .filter(i -> typedValues.values().get(i) != null)
                    .sorted(direction.startsWith("ASC") ? order : order.reversed())
                    .map(String::valueOf)
                    .toList();
            for (String query : List.of(
                    "SELECT k FROM " + table + " WHERE v IS NOT NULL ORDER BY v " + direction,
                    "SELECT k FROM (SELECT k, v FROM " + table + " UNION ALL SELECT k, v FROM " + table
                            + " WHERE k < 0) u WHERE v IS NOT NULL ORDER BY v " + direction + " LIMIT 1000")) {
                assertThat(rows(statement, query))
                        .as(typedValues.type() + ": " + query)
                        .isEqualTo(expected);
            }
            assertThat(rows(
                            statement,
                            "SELECT DISTINCT v FROM " + table + " WHERE v IS NOT NULL ORDER BY v " + direction))
                    .hasSameSizeAs(expected);
        }
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet resultSet = statement.executeQuery(sql)) {
            while (resultSet.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= resultSet.getMetaData().getColumnCount(); i++) {
                    byte[] value = resultSet.getBytes(i);
                    row.add(value == null ? "NULL" : new String(value, StandardCharsets.UTF_8));
                }
                rows.add(String.join(" ", row));
            }
        }
        return rows;
    }
}
