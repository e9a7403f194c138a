package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The documentation names each built-in function that has a signature that the embedded server can't run. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class UnsupportedFunctionsTest {
    private static final Path PAGE = Path.of("../docs/testing.md");
    private static final Pattern FUNCTION_LIST_PATTERN =
            Pattern.compile("(?s)These built-in functions can't be calculated.*?:(.*?)\\. Nor can");
    private static final Pattern FUNCTION_NAME_PATTERN = Pattern.compile("`(\\w+)`");

    /** The texts that are tried as arguments. Most functions accept one of them. */
    private static final List<String> TEXT_ARGUMENTS = List.of("'day'", "'1'", "'$.a'");

    @Test
    void thePageNamesTheFunctionsThatCanNotBeRun(EmbeddedStarRocks server) throws SQLException, IOException {
        Map<String, String> unsupported = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "root", "");
                Statement statement = connection.createStatement()) {
            for (String name : BuiltinFunctions.names()) {
                FunctionEntry function = BuiltinFunctions.entry(name);
                function.overloads().signatures().stream()
                        .filter(signature -> !hasVariantParameter(signature))
                        .flatMap(signature -> Call.of(signature).stream())
                        .map(call -> call.refusal(statement))
                        .filter(refusal -> refusal.contains("The embedded server"))
                        .forEach(refusal -> unsupported.merge(name, refusal, (one, other) -> one + "\n" + other));
            }
        }
        Matcher listMatcher = FUNCTION_LIST_PATTERN.matcher(Files.readString(PAGE));
        assertThat(listMatcher.find()).isTrue();
        assertThat(FUNCTION_NAME_PATTERN.matcher(listMatcher.group(1)).results().map(name -> name.group(1)))
                .as(String.join("\n", unsupported.values()))
                .containsExactlyElementsOf(unsupported.keySet());
    }

    /** The type VARIANT has no values. */
    private static boolean hasVariantParameter(Signature signature) {
        return signature.parameters().stream()
                .anyMatch(parameter -> parameter instanceof SignatureType.FixedType fixed
                        && PrimitiveType.of(fixed.type()) == PrimitiveType.VARIANT);
    }

    /** A call of a signature. The last argument of a variadic one is repeated up to three times. */
    private record Call(Signature signature, int argumentCount) {
        static List<Call> of(Signature signature) {
            int parameterCount = signature.parameters().size();
            return IntStream.rangeClosed(parameterCount, signature.isVariadic() ? parameterCount + 3 : parameterCount)
                    .mapToObj(argumentCount -> new Call(signature, argumentCount))
                    .toList();
        }

        /** Returns why the call can't be run with values of any kind; empty if it can be run. */
        String refusal(Statement statement) {
            List<String> refusals = new ArrayList<>();
            for (String text : TEXT_ARGUMENTS) {
                for (String query : queries(text)) {
                    try {
                        statement.execute(query);
                        return "";
                    } catch (SQLException refusal) {
                        refusals.add(query + ": " + refusal.getMessage());
                    }
                }
            }
            return refusals.stream()
                    .filter(refusal -> refusal.contains("The embedded server"))
                    .findFirst()
                    .orElse("");
        }

        /** Returns a query with constants, and one with columns. */
        private List<String> queries(String text) {
            List<String> values = new ArrayList<>();
            List<String> columns = new ArrayList<>();
            List<String> namedValues = new ArrayList<>(List.of("1 AS n"));
            for (int i = 0; i < argumentCount; i++) {
                values.add(SampleArgument.of(signature.parameter(i), text));
                columns.add("c" + i);
                namedValues.add(values.get(i) + " AS c" + i);
            }
            String from = " FROM (SELECT " + String.join(", ", namedValues) + ") AS t";
            if (signature.kind() == FunctionEntry.Kind.TABLE) {
                return List.of(
                        "SELECT * FROM TABLE(" + call(values) + ")",
                        "SELECT *" + from + ", " + call(columns) + " AS u");
            }
            return List.of("SELECT " + call(values) + from, "SELECT " + call(columns) + from);
        }

        private String call(List<String> values) {
            boolean isWindow = signature.kind() == FunctionEntry.Kind.WINDOW;
            return signature.function().name() + "(" + String.join(", ", values) + ")"
                    + (isWindow ? " OVER (ORDER BY n)" : "");
        }
    }
}
