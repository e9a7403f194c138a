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

/** The answers of a real server to tens of thousands of expressions over {@link TypedColumns}. */
class RecordedTypesTest {
    private static final Pattern FUNCTION = Pattern.compile("[a-z_0-9]+\\(.*");
    private static final Pattern OPERATOR = Pattern.compile("[a-z0-9]+ ([^a-z0-9 ]+|[A-Z]+) .*");

    private final ExpressionTyping typing = new ExpressionTyping(ServerProfile.DEFAULT, new TypedColumns());

    @Test
    void typesAndRefusalsAreTheServers() throws IOException {
        Map<String, Rates> kinds = new TreeMap<>();
        Rates all = new Rates();
        for (String line : Files.readAllLines(recorded())) {
            String[] columns = line.split("\t", -1);
            Outcome outcome = columns[1].equals("!")
                    ? refused(columns[0])
                    : typed(columns[0], columns[1], columns[2].equals("YES"));
            kinds.computeIfAbsent(kind(columns[0]), kind -> new Rates()).add(outcome);
            all.add(outcome);
        }
        print(kinds, all);
        assertThat(all.share(Outcome.SAME_TYPE, Outcome.OTHER_NULLABILITY)).isGreaterThan(0.97);
        assertThat(all.share(Outcome.WRONG_TYPE, Outcome.WRONGLY_REFUSED)).isLessThan(0.005);
        assertThat(all.share(Outcome.OTHER_NULLABILITY)).isLessThan(0.02);
        assertThat(all.refusedShare()).isGreaterThan(0.98);
    }

    private static Path recorded() {
        String folder = System.getenv("CAIRN_CORPUS");
        assumeTrue(folder != null, "CAIRN_CORPUS doesn't say where the recorded answers are");
        Path file = Path.of(folder, "types.tsv");
        assumeTrue(Files.exists(file), file + " does not exist");
        return file;
    }

    private Outcome typed(String expression, String type, boolean isNullable) {
        try {
            ExpressionType typed = typing.determineType(Sql.parseExpression(expression));
            if (typed.type() == null) {
                return Outcome.UNKNOWN;
            }
            if (!TypeFormat.formatForShowColumns(typed.type()).equals(type)) {
                return Outcome.WRONG_TYPE;
            }
            return typed.isNullable() == isNullable ? Outcome.SAME_TYPE : Outcome.OTHER_NULLABILITY;
        } catch (SqlSyntaxException e) {
            return Outcome.UNKNOWN;
        } catch (Refusal e) {
            return Outcome.WRONGLY_REFUSED;
        }
    }

    private Outcome refused(String expression) {
        try {
            typing.determineType(Sql.parseExpression(expression));
            return Outcome.ACCEPTED;
        } catch (SqlSyntaxException | Refusal e) {
            return Outcome.REFUSED;
        }
    }

    private static String kind(String expression) {
        if (expression.contains(" OVER (")) {
            return "window";
        }
        if (FUNCTION.matcher(expression).matches()) {
            boolean isAggregate = BuiltinFunctions.entry(expression.substring(0, expression.indexOf('(')))
                    .isAggregate();
            return isAggregate ? "aggregate function" : "function";
        }
        for (String word : List.of("CAST", "CASE", "[", "map{")) {
            if (expression.startsWith(word)) {
                return word;
            }
        }
        Matcher operator = OPERATOR.matcher(expression);
        return operator.matches() ? operator.group(1) : "other";
    }

    private static void print(Map<String, Rates> kinds, Rates all) {
        System.out.printf("%-20s %6s %6s %6s %6s   %6s %6s%n", "", "typed", "same", "wrong", "null", "refuse", "same");
        kinds.forEach((kind, rates) -> rates.print(kind));
        all.print("all");
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

        /** The share of correct types, of the expressions that the server accepted. */
        double share(Outcome... outcomes) {
            return of(outcomes) / (double) Math.max(1, typed());
        }

        /** The share of refusals, of the expressions that the server refused. */
        double refusedShare() {
            return of(Outcome.REFUSED) / (double) Math.max(1, refused());
        }

        private int typed() {
            return of(
                    Outcome.SAME_TYPE,
                    Outcome.OTHER_NULLABILITY,
                    Outcome.WRONG_TYPE,
                    Outcome.WRONGLY_REFUSED,
                    Outcome.UNKNOWN);
        }

        private int refused() {
            return of(Outcome.REFUSED, Outcome.ACCEPTED);
        }

        private int of(Outcome... outcomes) {
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
                    typed(),
                    100 * share(Outcome.SAME_TYPE, Outcome.OTHER_NULLABILITY),
                    100 * share(Outcome.WRONG_TYPE, Outcome.WRONGLY_REFUSED),
                    100 * share(Outcome.OTHER_NULLABILITY),
                    refused(),
                    100 * refusedShare());
        }
    }
}
