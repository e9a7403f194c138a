package dev.cairn.embedded.show;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Statement.ShowFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Checks the WHERE clause of SHOW PARTITIONS. A frontend keeps one condition for each column, compares numbers with
 * numbers only, fails to read the state as a text, and matches patterns as regular expressions without regard to case.
 */
final class ShowPartitionsFilterCheck {
    private static final String NAME_COLUMN = "partitionname";
    private static final Set<String> NUMBER_COLUMNS = Set.of("partitionid", "buckets", "replicationnum");

    private final List<String> partitionNames;
    private final Set<String> comparedColumns = new HashSet<>();

    private ShowPartitionsFilterCheck(List<String> partitionNames) {
        this.partitionNames = partitionNames;
    }

    /**
     * Checks all conditions.
     *
     * @param partitionNames the names of the partitions of the table
     * @throws Refusal if a condition has another meaning on a frontend than in a query
     */
    static void check(ShowFilter filter, List<String> partitionNames) {
        ShowPartitionsFilterCheck check = new ShowPartitionsFilterCheck(partitionNames);
        ShowFilterCheck.listConjuncts(filter).forEach(check::checkCondition);
    }

    private void checkCondition(Expression conjunct) {
        if (ShowFilterCheck.isCompound(conjunct)) {
            throw ShowFilterCheck.createPartitionRefusal(conjunct, "OR and NOT");
        }
        Optional<Expression.Binary> comparison = ShowFilterCheck.findComparison(conjunct);
        Optional<Expression.Like> like =
                conjunct instanceof Expression.Like likePredicate ? Optional.of(likePredicate) : Optional.empty();
        String columnName = comparison
                .map(Expression.Binary::left)
                .or(() -> like.map(Expression.Like::value))
                .flatMap(ShowFilterCheck::findColumnName)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> ShowFilterCheck.createPartitionRefusal(conjunct, "this condition"));
        boolean isSupported = columnName.equals(NAME_COLUMN)
                ? comparison
                        .map(this::isNameComparison)
                        .or(() -> like.map(this::isUnambiguous))
                        .orElse(false)
                : NUMBER_COLUMNS.contains(columnName)
                        && comparison.map(this::isNumberComparison).orElse(false);
        if (!isSupported || !comparedColumns.add(columnName)) {
            throw ShowFilterCheck.createPartitionRefusal(conjunct, "this condition of " + columnName);
        }
    }

    private boolean isNameComparison(Expression.Binary comparison) {
        return comparison.operator() == Operator.EQUAL && ShowFilterCheck.isTextLiteral(comparison.right());
    }

    private boolean isNumberComparison(Expression.Binary comparison) {
        return comparison.right().integerValue() != null;
    }

    /** Returns whether a frontend finds the same partitions by a pattern as a query. */
    private boolean isUnambiguous(Expression.Like like) {
        if (!(like.pattern().unwrap() instanceof Expression.StringLiteral text)) {
            return false;
        }
        Pattern frontendPattern;
        try {
            frontendPattern = Pattern.compile(text.value()
                    .toLowerCase(Locale.ROOT)
                    .replace(".", "\\.")
                    .replace("?", ".")
                    .replace("%", ".*"));
        } catch (PatternSyntaxException ignored) { // a frontend refuses the statement
            return false;
        }
        Pattern queryPattern = compileQueryPattern(text.value());
        return partitionNames.stream()
                .allMatch(name ->
                        frontendPattern.matcher(name.toLowerCase(Locale.ROOT)).matches()
                                == queryPattern.matcher(name).matches());
    }

    /** Returns the regular expression for a pattern with {@code %} and {@code _}, which a backslash escapes. */
    private static Pattern compileQueryPattern(String text) {
        StringBuilder regex = new StringBuilder();
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '\\' && index + 1 < text.length()) {
                regex.append(Pattern.quote(String.valueOf(text.charAt(++index))));
            } else if (character == '%') {
                regex.append(".*");
            } else {
                regex.append(character == '_' ? "." : Pattern.quote(String.valueOf(character)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
