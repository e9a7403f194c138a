package dev.cairn.analysis;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionEntry.Kind;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Queries that call each function that the server knows, with arguments that make sense and with others. */
public final class FunctionCalls {
    private static final List<String> TEXTS = List.of(
            "'a'",
            "'2024-01-31 10:20:30'",
            "'day'",
            "''",
            "'microsecond'",
            "'%Y-%m-%d'",
            "'12'",
            "NULL",
            "'['",
            "'floor'",
            "'yyyy-MM-dd'",
            "'{\"a\": [1, null]}'",
            "'\\\\'",
            "'QQQQQQQ'",
            "'$.a[0]'",
            "'Mon'",
            "'é\\0'",
            "'9999-12-31'",
            "'quarter'",
            "'-1e400'");
    private static final List<String> INTEGERS = List.of("3", "0", "-1", "NULL", "127", "-128", "31");
    private static final List<String> BIG_INTEGERS = List.of(
            "3", "0", "-1", "NULL", "9223372036854775807", "-9223372036854775808", "1700000000000", "253402300800");
    private static final List<String> NUMBERS = List.of(
            "1.5",
            "0",
            "-1",
            "NULL",
            "CAST('1e308' AS DOUBLE)",
            "CAST('-1e308' AS DOUBLE)",
            "CAST('nan' AS DOUBLE)",
            "123456789012345678901234567890.12345678");
    private static final List<String> DATES =
            List.of("CAST('2024-01-31' AS DATE)", "NULL", "CAST('0000-01-01' AS DATE)", "CAST('9999-12-31' AS DATE)");
    private static final List<String> TIMES = List.of(
            "CAST('2024-01-31 10:20:30.123456' AS DATETIME)",
            "NULL",
            "CAST('0000-01-01 00:00:00' AS DATETIME)",
            "CAST('9999-12-31 23:59:59' AS DATETIME)");

    private FunctionCalls() {}

    /** In alphabetical order. */
    public static Set<String> functionNames() {
        return new TreeSet<>(BuiltinFunctions.names());
    }

    /** Queries with calls of the function: for each of its signatures, each argument is varied while the others make sense. */
    public static List<String> of(String function) {
        Set<String> queries = new LinkedHashSet<>();
        for (Signature signature : BuiltinFunctions.entry(function).overloads().signatures()) {
            List<List<String>> argumentValues = new ArrayList<>();
            for (SignatureType parameter : signature.parameters()) {
                argumentValues.add(sampleValues(parameter));
            }
            if (signature.isVariadic()) {
                argumentValues.add(argumentValues.get(argumentValues.size() - 1));
            }
            queries.add(callQuery(signature, usualArguments(argumentValues)));
            for (int place = 0; place < argumentValues.size(); place++) {
                for (String value : argumentValues.get(place)) {
                    List<String> arguments = usualArguments(argumentValues);
                    arguments.set(place, value);
                    queries.add(callQuery(signature, arguments));
                }
            }
            int maxValues = argumentValues.stream().mapToInt(List::size).max().orElse(0);
            for (int turn = 1; turn < maxValues && argumentValues.size() > 1; turn++) {
                List<String> arguments = new ArrayList<>();
                for (int place = 0; place < argumentValues.size(); place++) {
                    List<String> pool = argumentValues.get(place);
                    arguments.add(pool.get((turn + 3 * place) % pool.size()));
                }
                queries.add(callQuery(signature, arguments));
            }
        }
        return List.copyOf(queries);
    }

    private static List<String> usualArguments(List<List<String>> argumentValues) {
        List<String> arguments = new ArrayList<>();
        for (List<String> pool : argumentValues) {
            arguments.add(pool.get(0));
        }
        return arguments;
    }

    private static String callQuery(Signature signature, List<String> arguments) {
        String call = signature.function().name() + "(" + String.join(", ", arguments) + ")";
        return signature.kind() == Kind.TABLE
                ? "SELECT * FROM TABLE(" + call + ") LIMIT 3"
                : "SELECT " + call + (signature.kind() == Kind.WINDOW ? " OVER (ORDER BY 1)" : "");
    }

    private static List<String> sampleValues(SignatureType parameter) {
        if (parameter instanceof SignatureType.FixedType of) {
            return sampleValues(of.type());
        }
        return switch ((SignatureType.OpenType) parameter) {
            case ANY -> List.of("1", "'a'", "NULL", "[1, NULL]", "MAP{'a': 1}", "ROW(1, 'a')", "PARSE_JSON('[1]')");
            case ARRAY ->
                List.of("[1, 2]", "[]", "NULL", "[NULL]", "['a']", "[[1], NULL]", "[MAP{'a': 1}]", "[ROW(1)]");
            case MAP -> List.of("MAP{'a': 1}", "MAP{}", "NULL", "MAP{1: NULL}", "MAP{'a': [1]}");
            case STRUCT -> List.of("ROW(1, 'a')", "NULL", "NAMED_STRUCT('x', NULL)", "ROW([1], MAP{1: 2})");
        };
    }

    private static List<String> sampleValues(Type type) {
        if (type instanceof Type.Array array) {
            List<String> values = new ArrayList<>();
            for (String value : sampleValues(array.element())) {
                values.add("[" + value + "]");
            }
            values.add("[]");
            values.add("NULL");
            values.add("[" + String.join(", ", sampleValues(array.element()).subList(0, 2)) + "]");
            return values;
        }
        if (type instanceof Type.Map || type instanceof Type.Struct) {
            return List.of("NULL", "ROW(1, 'a')", "MAP{'a': 1}");
        }
        return switch (PrimitiveType.of(type)) {
            case BOOLEAN -> List.of("TRUE", "FALSE", "NULL");
            case TINYINT, SMALLINT, INT -> INTEGERS;
            case BIGINT, LARGEINT -> BIG_INTEGERS;
            case FLOAT, DOUBLE, DECIMALV2, DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> NUMBERS;
            case DATE -> DATES;
            case DATETIME -> TIMES;
            case TIME -> List.of("TIMEDIFF('2024-01-01 10:00:00', '2024-01-01')", "SEC_TO_TIME(-5)", "NULL");
            case HLL -> List.of("HLL_HASH(1)", "HLL_EMPTY()", "NULL");
            case BITMAP -> List.of("BITMAP_FROM_STRING('1,5')", "BITMAP_EMPTY()", "NULL");
            case PERCENTILE -> List.of("PERCENTILE_HASH(1)", "PERCENTILE_EMPTY()", "NULL");
            case JSON -> List.of("PARSE_JSON('{\"a\": [1, null]}')", "PARSE_JSON('null')", "NULL", "PARSE_JSON('[')");
            case VARBINARY -> List.of("TO_BINARY('616263', 'hex')", "NULL", "TO_BINARY('f', 'hex')");
            default -> TEXTS;
        };
    }
}
