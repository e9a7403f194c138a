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

/** Creates queries that call each built-in function, with typical and with unusual arguments. */
public final class FunctionCalls {
    private static final List<String> TEXT_SAMPLES = List.of(
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
    private static final List<String> INTEGER_SAMPLES = List.of("3", "0", "-1", "NULL", "127", "-128", "31");
    private static final List<String> BIG_INTEGER_SAMPLES = List.of(
            "3", "0", "-1", "NULL", "9223372036854775807", "-9223372036854775808", "1700000000000", "253402300800");
    private static final List<String> NUMBER_SAMPLES = List.of(
            "1.5",
            "0",
            "-1",
            "NULL",
            "CAST('1e308' AS DOUBLE)",
            "CAST('-1e308' AS DOUBLE)",
            "CAST('nan' AS DOUBLE)",
            "123456789012345678901234567890.12345678");
    private static final List<String> DATE_SAMPLES =
            List.of("CAST('2024-01-31' AS DATE)", "NULL", "CAST('0000-01-01' AS DATE)", "CAST('9999-12-31' AS DATE)");
    private static final List<String> DATETIME_SAMPLES = List.of(
            "CAST('2024-01-31 10:20:30.123456' AS DATETIME)",
            "NULL",
            "CAST('0000-01-01 00:00:00' AS DATETIME)",
            "CAST('9999-12-31 23:59:59' AS DATETIME)");

    private FunctionCalls() {}

    /** Returns the names of the built-in functions in alphabetical order. */
    public static Set<String> functionNames() {
        return new TreeSet<>(BuiltinFunctions.names());
    }

    /**
     * Returns queries that call the function. For each signature, each argument is varied while the others are typical.
     */
    public static List<String> createQueries(String functionName) {
        Set<String> queries = new LinkedHashSet<>();
        for (Signature signature :
                BuiltinFunctions.entry(functionName).overloads().signatures()) {
            List<List<String>> samplesByArgument = new ArrayList<>();
            for (SignatureType parameter : signature.parameters()) {
                samplesByArgument.add(sampleValues(parameter));
            }
            if (signature.isVariadic()) {
                samplesByArgument.add(samplesByArgument.get(samplesByArgument.size() - 1));
            }
            queries.add(renderQuery(signature, typicalArguments(samplesByArgument)));
            for (int argumentIndex = 0; argumentIndex < samplesByArgument.size(); argumentIndex++) {
                for (String sample : samplesByArgument.get(argumentIndex)) {
                    List<String> arguments = typicalArguments(samplesByArgument);
                    arguments.set(argumentIndex, sample);
                    queries.add(renderQuery(signature, arguments));
                }
            }
            int maxSampleCount =
                    samplesByArgument.stream().mapToInt(List::size).max().orElse(0);
            for (int round = 1; round < maxSampleCount && samplesByArgument.size() > 1; round++) {
                List<String> arguments = new ArrayList<>();
                for (int argumentIndex = 0; argumentIndex < samplesByArgument.size(); argumentIndex++) {
                    List<String> samples = samplesByArgument.get(argumentIndex);
                    arguments.add(samples.get((round + 3 * argumentIndex) % samples.size()));
                }
                queries.add(renderQuery(signature, arguments));
            }
        }
        return List.copyOf(queries);
    }

    private static List<String> typicalArguments(List<List<String>> samplesByArgument) {
        List<String> arguments = new ArrayList<>();
        for (List<String> samples : samplesByArgument) {
            arguments.add(samples.get(0));
        }
        return arguments;
    }

    private static String renderQuery(Signature signature, List<String> arguments) {
        String call = signature.function().name() + "(" + String.join(", ", arguments) + ")";
        return signature.kind() == Kind.TABLE
                ? "SELECT * FROM TABLE(" + call + ") LIMIT 3"
                : "SELECT " + call + (signature.kind() == Kind.WINDOW ? " OVER (ORDER BY 1)" : "");
    }

    private static List<String> sampleValues(SignatureType parameter) {
        if (parameter instanceof SignatureType.FixedType fixedType) {
            return sampleValues(fixedType.type());
        }
        return switch ((SignatureType.PolymorphicType) parameter) {
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
            case TINYINT, SMALLINT, INT -> INTEGER_SAMPLES;
            case BIGINT, LARGEINT -> BIG_INTEGER_SAMPLES;
            case FLOAT, DOUBLE, DECIMALV2, DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> NUMBER_SAMPLES;
            case DATE -> DATE_SAMPLES;
            case DATETIME -> DATETIME_SAMPLES;
            case TIME -> List.of("TIMEDIFF('2024-01-01 10:00:00', '2024-01-01')", "SEC_TO_TIME(-5)", "NULL");
            case HLL -> List.of("HLL_HASH(1)", "HLL_EMPTY()", "NULL");
            case BITMAP -> List.of("BITMAP_FROM_STRING('1,5')", "BITMAP_EMPTY()", "NULL");
            case PERCENTILE -> List.of("PERCENTILE_HASH(1)", "PERCENTILE_EMPTY()", "NULL");
            case JSON -> List.of("PARSE_JSON('{\"a\": [1, null]}')", "PARSE_JSON('null')", "NULL", "PARSE_JSON('[')");
            case VARBINARY -> List.of("TO_BINARY('616263', 'hex')", "NULL", "TO_BINARY('f', 'hex')");
            default -> TEXT_SAMPLES;
        };
    }
}
