package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.token.SqlSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Compares the types that the analysis determines, and its refusals, with those of a real server, for tens of thousands
 * of expressions over {@link TypedColumns}.
 */
class RecordedTypesTest {
    private static final Pattern FUNCTION_CALL = Pattern.compile("[a-z_0-9]+\\(.*");
    private static final Pattern BINARY_OPERATION = Pattern.compile("[a-z0-9]+ ([^a-z0-9 ]+|[A-Z]+) .*");

    private final ExpressionTyping typing = new ExpressionTyping(ServerProfile.DEFAULT, new TypedColumns());

    @Test
    void typesAndRefusalsAreThoseOfTheServer() throws IOException {
        Map<String, Rates> ratesByKind = new TreeMap<>();
        Rates totalRates = new Rates();
        for (String line : Files.readAllLines(requireTranscript())) {
            String[] cells = line.split("\t", -1);
            Outcome outcome = cells[1].equals("!")
                    ? analyzeRefusedExpression(cells[0])
                    : compareType(cells[0], cells[1], cells[2].equals("YES"));
            ratesByKind
                    .computeIfAbsent(expressionKind(cells[0]), kind -> new Rates())
                    .add(outcome);
            totalRates.add(outcome);
        }
        print(ratesByKind, totalRates);
        assertThat(totalRates.share(Outcome.SAME_TYPE, Outcome.OTHER_NULLABILITY))
                .isGreaterThan(0.97);
        assertThat(totalRates.share(Outcome.WRONG_TYPE, Outcome.WRONGLY_REFUSED))
                .isLessThan(0.005);
        assertThat(totalRates.share(Outcome.OTHER_NULLABILITY)).isLessThan(0.02);
        assertThat(totalRates.refusedShare()).isGreaterThan(0.98);
    }

    private static Path requireTranscript() {
        String folder = System.getenv("CAIRN_CORPUS");
        assumeTrue(folder != null, "CAIRN_CORPUS does not name the folder of the recorded answers");
        Path file = Path.of(folder, "types.tsv");
        assumeTrue(Files.exists(file), file + " does not exist");
        return file;
    }

    private Outcome compareType(String expression, String type, boolean isNullable) {
        try {
            ExpressionType expressionType = typing.determineType(Sql.parseExpression(expression));
            if (expressionType.type() == null) {
                return Outcome.UNKNOWN;
            }
            if (!TypeFormat.formatForShowColumns(expressionType.type()).equals(type)) {
                return Outcome.WRONG_TYPE;
            }
            return expressionType.isNullable() == isNullable ? Outcome.SAME_TYPE : Outcome.OTHER_NULLABILITY;
        } catch (SqlSyntaxException ignored) {
            return Outcome.UNKNOWN;
        } catch (Refusal ignored) {
            return Outcome.WRONGLY_REFUSED;
        }
    }

    private Outcome analyzeRefusedExpression(String expression) {
        try {
            typing.determineType(Sql.parseExpression(expression));
            return Outcome.ACCEPTED;
        } catch (SqlSyntaxException | Refusal ignored) {
            return Outcome.REFUSED;
        }
    }

    private static String expressionKind(String expression) {
        if (expression.contains(" OVER (")) {
            return "window";
        }
        if (FUNCTION_CALL.matcher(expression).matches()) {
            boolean isAggregate = BuiltinFunctions.entry(expression.substring(0, expression.indexOf('(')))
                    .isAggregate();
            return isAggregate ? "aggregate function" : "function";
        }
        for (String prefix : List.of("CAST", "CASE", "[", "map{")) {
            if (expression.startsWith(prefix)) {
                return prefix;
            }
        }
        Matcher operator = BINARY_OPERATION.matcher(expression);
        return operator.matches() ? operator.group(1) : "other";
    }

    private static void print(Map<String, Rates> ratesByKind, Rates totalRates) {
        System.out.printf("%-20s %6s %6s %6s %6s   %6s %6s%n", "", "typed", "same", "wrong", "null", "refuse", "same");
        ratesByKind.forEach((kind, rates) -> rates.print(kind));
        totalRates.print("all");
    }

    private enum Outcome {
        SAME_TYPE,
        OTHER_NULLABILITY,
        WRONG_TYPE,
        WRONGLY_REFUSED,
        UNKNOWN,
        REFUSED,
        ACCEPTED
    }

    private static final class Rates {
        private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

        void add(Outcome outcome) {
            counts.merge(outcome, 1, Integer::sum);
        }

        /** Returns the share of these outcomes among the expressions that the server accepted. */
        double share(Outcome... outcomes) {
            return count(outcomes) / (double) Math.max(1, acceptedCount());
        }

        /** Returns the share of refusals among the expressions that the server refused. */
        double refusedShare() {
            return count(Outcome.REFUSED) / (double) Math.max(1, refusedCount());
        }

        private int acceptedCount() {
            return count(
                    Outcome.SAME_TYPE,
                    Outcome.OTHER_NULLABILITY,
                    Outcome.WRONG_TYPE,
                    Outcome.WRONGLY_REFUSED,
                    Outcome.UNKNOWN);
        }

        private int refusedCount() {
            return count(Outcome.REFUSED, Outcome.ACCEPTED);
        }

        private int count(Outcome... outcomes) {
            int sum = 0;
            for (Outcome outcome : outcomes) {
                sum += counts.getOrDefault(outcome, 0);
            }
            return sum;
        }

        void print(String kind) {
            System.out.printf(
                    "%-20s %6d %6.1f %6.2f %6.2f   %6d %6.1f%n",
                    kind,
                    acceptedCount(),
                    100 * share(Outcome.SAME_TYPE, Outcome.OTHER_NULLABILITY),
                    100 * share(Outcome.WRONG_TYPE, Outcome.WRONGLY_REFUSED),
                    100 * share(Outcome.OTHER_NULLABILITY),
                    refusedCount(),
                    100 * refusedShare());
        }
    }
}
