package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Compares the casts in bound queries with the casts of operands in the plans of a real server, for thousands of
 * expressions over {@link TypedColumns}. The server's optimizer folds literals and removes some casts of columns that
 * are compared with literals; removed casts can't be compared.
 */
class RecordedCastsTest {
    private static final String COLUMN_REGEX = "b|t1|s2|i4|i8|i16|f4|f8|d9|d18|d38|c|v|d|dt|j|vb";
    private static final String LITERAL_REGEX = "'[^']*'|[0-9.]+(?:E[0-9]+)?|TRUE|FALSE|NULL";
    private static final String TYPE_REGEX = "[A-Z0-9]+(?:<[A-Z0-9]+(?:\\([0-9,]+\\))?>)?(?:\\([0-9,]+\\))?";
    private static final Pattern CAST =
            Pattern.compile("cast\\((\\[?)(" + COLUMN_REGEX + "|" + LITERAL_REGEX + ")\\]? as (" + TYPE_REGEX + ")\\)");
    private static final Pattern COLUMN_WITHOUT_CAST = Pattern.compile("(?<![\\w'.])(" + COLUMN_REGEX + ")(?![\\w'])");

    private static final Pattern NUMBER_CAST = Pattern.compile("(t1|s2|i4|i8|i16) (SMALLINT|INT|DOUBLE|DECIMAL.*)");
    private static final Pattern TRAILING_LITERALS = Pattern.compile("[0-9]'?\\)?( THEN .*)?$");

    private final QueryAnalysis analysis = new QueryAnalysis(
            ServerProfile.DEFAULT,
            (catalog, database, name, span) -> TypedColumns.createTable(database, name),
            "probe");

    private enum Outcome {
        SAME,
        /**
         * The optimizer removed the cast of a number that is compared with literals, and cast the literals instead.
         */
        REMOVED,
        DIFFERENT,
        /** The plan refers to a cast that it computes elsewhere, or consists of literals. */
        UNREADABLE,
        REFUSED,
        ACCEPTED
    }

    @Test
    void operandsAreCastAsInThePlansOfTheServer() throws IOException {
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        for (String line : Files.readAllLines(requireTranscript())) {
            String[] cells = line.split("\t", -1);
            Outcome outcome =
                    cells[1].equals("!") ? analyzeRefusedExpression(cells[0]) : compareCasts(cells[0], cells[1]);
            counts.merge(outcome, 1, Integer::sum);
            if (outcome == Outcome.DIFFERENT || outcome == Outcome.ACCEPTED) {
                System.out.println(outcome + ": " + line);
            }
        }
        System.out.println("casts: " + counts);
        double readableCount = counts.get(Outcome.SAME)
                + counts.getOrDefault(Outcome.REMOVED, 0)
                + counts.getOrDefault(Outcome.DIFFERENT, 0);
        assertThat(counts.get(Outcome.SAME) / readableCount).isGreaterThan(0.99);
        assertThat(counts.getOrDefault(Outcome.DIFFERENT, 0) / readableCount).isLessThan(0.001);
        assertThat(counts.getOrDefault(Outcome.UNREADABLE, 0) / readableCount).isLessThan(0.06);
        assertThat(counts).doesNotContainKey(Outcome.ACCEPTED);
    }

    private static Path requireTranscript() {
        String folder = System.getenv("CAIRN_CORPUS");
        assumeTrue(folder != null, "CAIRN_CORPUS does not name the folder of the recorded answers");
        Path file = Path.of(folder, "casts.tsv");
        assumeTrue(Files.exists(file), file + " does not exist");
        return file;
    }

    private BoundQuery analyze(String expression) {
        return analysis.analyze(Sql.parseQuery("SELECT " + expression + " FROM x"));
    }

    private Outcome analyzeRefusedExpression(String expression) {
        try {
            analyze(expression);
            return Outcome.ACCEPTED;
        } catch (Refusal refusal) {
            return Outcome.REFUSED;
        }
    }

    private Outcome compareCasts(String expression, String plan) {
        if (plan.contains("(cast ") || plan.contains("<= cast)")) {
            return Outcome.UNREADABLE;
        }
        Set<String> recordedCasts = new TreeSet<>(parseCasts(plan));
        Set<String> computedCasts = new TreeSet<>();
        try {
            BoundQuery query = analyze(expression);
            Query.SelectItem item = query.query().body().firstSelect().items().get(0);
            collectCasts(((Query.SelectItem.Value) item).value(), query.bindings(), computedCasts);
        } catch (Refusal refusal) {
            return Outcome.DIFFERENT;
        }
        Set<String> recordedColumnCasts = castsOfColumns(recordedCasts);
        if (recordedColumnCasts.isEmpty()) {
            return Outcome.UNREADABLE;
        }
        if (isCastRemoved(recordedColumnCasts, castsOfColumns(computedCasts), expression)) {
            return Outcome.REMOVED;
        }
        recordedCasts.removeAll(recordedColumnCasts); // the optimizer has folded most of the literals
        return recordedColumnCasts.equals(castsOfColumns(computedCasts)) && computedCasts.containsAll(recordedCasts)
                ? Outcome.SAME
                : Outcome.DIFFERENT;
    }

    private static Set<String> castsOfColumns(Set<String> casts) {
        Set<String> columnCasts = new TreeSet<>(casts);
        columnCasts.removeIf(cast -> cast.startsWith("#"));
        return columnCasts;
    }

    /** Returns whether a column is cast to a wider number, but the plan contains the column without a cast. */
    private static boolean isCastRemoved(Set<String> recordedCasts, Set<String> computedCasts, String expression) {
        if (computedCasts.size() != 1 || !TRAILING_LITERALS.matcher(expression).find()) {
            return false;
        }
        String cast = computedCasts.iterator().next();
        return NUMBER_CAST.matcher(cast).matches() && recordedCasts.contains(cast.substring(0, cast.indexOf(' ')));
    }

    /** Returns the casts in a plan. */
    private static Set<String> parseCasts(String plan) {
        Set<String> casts = new TreeSet<>();
        String expression = plan.replaceAll("; args: .*", "").replaceAll("DECIMAL\\(9,0\\)", "DECIMALV2");
        Matcher castMatcher = CAST.matcher(expression);
        while (castMatcher.find()) {
            boolean isColumn = castMatcher.group(2).matches(COLUMN_REGEX);
            String type = castMatcher.group(3).replaceAll("(VARCHAR|VARBINARY|CHAR)\\([0-9]+\\)", "$1");
            casts.add((isColumn ? "" : "#") + castMatcher.group(1)
                    + castMatcher.group(2).replace("1000", "1e3") + " " + type);
            if (isColumn && !castMatcher.group(1).isEmpty()) {
                casts.add(castMatcher.group(2));
            }
        }
        Matcher uncastColumn = COLUMN_WITHOUT_CAST.matcher(castMatcher.replaceAll(" "));
        while (uncastColumn.find()) {
            casts.add(uncastColumn.group(1));
        }
        return casts;
    }

    /** Adds the columns and literals of an expression with the casts that the analysis determines. */
    private static void collectCasts(Expression expression, Bindings bindings, Set<String> casts) {
        List<Type> operands =
                Objects.requireNonNull(bindings.findExpressionType(expression)).operandTypes();
        List<Expression> operandExpressions = expression.children();
        for (int i = 0; i < operandExpressions.size(); i++) {
            Expression operand = operandExpressions.get(i);
            Type type = Objects.requireNonNull(bindings.findValueType(operand), () -> Sql.render(operand));
            Type target = operands.isEmpty() ? type : operands.get(i);
            String name = operand instanceof Expression.ArrayLiteral array
                            && array.elements().size() == 1
                    ? "[" + renderLeaf(array.elements().get(0))
                    : renderLeaf(operand);
            boolean isLiteral = ExpressionType.isLiteral(operand);
            boolean isLeaf = operand.children().isEmpty() || operand instanceof Expression.ArrayLiteral;
            if (isLeaf && !CastRules.isUnnecessary(type, target)) {
                casts.add((isLiteral ? "#" : "") + name + " " + formatType(target));
            } else if (operand instanceof Expression.Reference && !name.equals("k")) {
                casts.add(name);
            }
            collectCasts(operand, bindings, casts);
        }
    }

    private static String renderLeaf(Expression leaf) {
        return leaf instanceof Expression.DateLiteral date
                ? "'" + date.value() + "'"
                : Sql.render(leaf).replace("`", "").replace("\"", "'");
    }

    private static String formatType(Type type) {
        if (type instanceof Type.Array array) {
            return "ARRAY<" + formatType(array.element()) + ">";
        }
        PrimitiveType primitive = PrimitiveType.of(type);
        return primitive.isDecimalV3()
                ? primitive + "(" + ((Type.Decimal) type).precision() + "," + ((Type.Decimal) type).scale() + ")"
                : primitive.toString();
    }
}
