package dev.cairn.engine.cluster;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Scalar;
import dev.cairn.sql.cluster.ClusterPart;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An element of the partitioning of an Iceberg table: {@code `city`}, {@code day(`created`)}, {@code bucket(`id`, 16)}.
 *
 * @param function the name of the function; {@code identity} for a plain column
 * @param argument the number of buckets, or the width of a truncation; null for other functions
 */
record IcebergTransform(
        String function, String columnName, @Nullable String argument) {
    private static final String IDENTITY = "identity";
    private static final Pattern NAME_PATTERN = Pattern.compile("`([^`]+)`|([^`()\\s,]+)");
    private static final Pattern CALL_PATTERN =
            Pattern.compile("(\\w+)\\(\\s*(?:`([^`]+)`|([^`()\\s,]+))\\s*(?:,\\s*(-?\\d+)\\s*)?\\)");

    /** Parses an element; empty if it is neither a column nor a function of one. */
    static Optional<IcebergTransform> parse(String element) {
        Matcher nameMatcher = NAME_PATTERN.matcher(element);
        if (nameMatcher.matches()) {
            return Optional.of(new IcebergTransform(IDENTITY, extractName(nameMatcher, 1), null));
        }
        Matcher callMatcher = CALL_PATTERN.matcher(element);
        return callMatcher.matches()
                ? Optional.of(new IcebergTransform(
                        callMatcher.group(1).toLowerCase(Locale.ROOT),
                        extractName(callMatcher, 2),
                        toStoredArgument(callMatcher.group(4))))
                : Optional.empty();
    }

    /**
     * Returns the element of the partitioning that an item names.
     *
     * @throws Refusal if the server does not know the function, or if its argument is missing, superfluous or too small
     */
    static IcebergTransform parse(ClusterItem item) {
        String element = item.part().name();
        IcebergTransform transform = parse(element)
                .filter(IcebergTransform::isSupported)
                .orElseThrow(() -> Refusal.ofExecution(item.span(), ClusterRule.ICEBERG_TRANSFORM_UNKNOWN, element));
        transform.describeTooSmallArgument().ifPresent(argument -> {
            throw Refusal.ofExecution(item.span(), ClusterRule.ICEBERG_PARTITION_ARGUMENT_TOO_SMALL, argument);
        });
        return transform;
    }

    /** Returns whether an element calls a function, unlike a column whose name has parentheses. */
    static boolean isCall(String element) {
        return CALL_PATTERN.matcher(element).matches();
    }

    /** Returns the argument as the server reads it: its lowest 32 bits. */
    private static @Nullable String toStoredArgument(@Nullable String argument) {
        return argument == null ? null : String.valueOf(new BigInteger(argument).intValue());
    }

    private static String extractName(Matcher matcher, int group) {
        String quotedName = matcher.group(group);
        return quotedName == null ? matcher.group(group + 1) : quotedName;
    }

    IcebergTransform withColumn(String newColumnName) {
        return new IcebergTransform(function, newColumnName, argument);
    }

    boolean isIdentity() {
        return function.equals(IDENTITY);
    }

    private boolean isTimeFunction() {
        return switch (function) {
            case "year", "month", "day", "hour" -> true;
            default -> false;
        };
    }

    /** Returns whether the function is known, and has an argument only if it needs one. */
    private boolean isSupported() {
        boolean hasArgument = argument != null;
        return switch (function) {
            case IDENTITY, "year", "month", "day", "hour" -> !hasArgument;
            case "bucket", "truncate" -> hasArgument;
            default -> false;
        };
    }

    /** Returns an argument that is too small, with its name; empty if the argument is missing or valid. */
    private Optional<String> describeTooSmallArgument() {
        return argument == null || Integer.parseInt(argument) > 0
                ? Optional.empty()
                : Optional.of((function.equals("bucket") ? "number of buckets: " : "truncate width: ") + argument);
    }

    /** Returns whether both elements apply functions of time to the same column; one statement can't add both. */
    boolean isRedundantWith(IcebergTransform otherTransform) {
        return columnName.equals(otherTransform.columnName) && isTimeFunction() && otherTransform.isTimeFunction();
    }

    /** Returns whether CREATE TABLE refuses the two elements together. */
    boolean conflictsWith(IcebergTransform otherTransform) {
        return (columnName.equals(otherTransform.columnName) && function.equals(otherTransform.function))
                || isRedundantWith(otherTransform);
    }

    /** Returns whether ALTER TABLE can apply the function to the values of a column. */
    boolean accepts(IcebergColumn sourceColumn) {
        return acceptsAtCreation(sourceColumn)
                || (function.equals("bucket") && sourceColumn.hasKind(Scalar.Kind.TIME))
                || (isIdentity() && isFloatingPoint(sourceColumn));
    }

    private static boolean isFloatingPoint(IcebergColumn column) {
        return column.hasKind(Scalar.Kind.FLOAT) || column.hasKind(Scalar.Kind.DOUBLE);
    }

    /** Returns whether CREATE TABLE, which permits fewer types, can apply the function to the values of a column. */
    boolean acceptsAtCreation(IcebergColumn sourceColumn) {
        boolean isDate = sourceColumn.hasKind(Scalar.Kind.DATE);
        boolean isDateTime = sourceColumn.hasKind(Scalar.Kind.DATETIME);
        boolean isTimeOfDay = sourceColumn.hasKind(Scalar.Kind.TIME);
        boolean isNumberOrText = sourceColumn.hasKind(Scalar.Kind.INT)
                || sourceColumn.hasKind(Scalar.Kind.BIGINT)
                || sourceColumn.type() instanceof Type.Decimal
                || sourceColumn.type() instanceof Type.Text;
        return switch (function) {
            case "year", "month", "day" -> isDate || isDateTime;
            case "hour" -> isDateTime;
            case "bucket" -> isNumberOrText || isDate || isDateTime;
            case "truncate" -> isNumberOrText;
            default ->
                isNumberOrText || isDate || isDateTime || isTimeOfDay || sourceColumn.hasKind(Scalar.Kind.BOOLEAN);
        };
    }

    /**
     * Requires that the column exists, and that the function can be applied to it.
     *
     * @param parts the parts of the table
     * @param isAccepted whether the statement accepts a column as the source of the function
     */
    void checkSourceColumn(
            ClusterItem item, SortedMap<ClusterPart, String> parts, Predicate<IcebergColumn> isAccepted) {
        String definition = parts.get(IcebergTableRules.columnPart(columnName));
        if (definition == null) {
            throw Refusal.ofAnalysis(item.span(), ClusterRule.ICEBERG_PARTITION_COLUMN_UNKNOWN, columnName);
        }
        Optional<IcebergColumn> sourceColumn = IcebergColumn.tryParse(definition);
        if (sourceColumn.filter(isAccepted).isEmpty()) {
            throw Refusal.ofExecution(
                    item.span(),
                    ClusterRule.ICEBERG_PARTITION_TYPE_UNSUPPORTED,
                    sourceColumn.map(IcebergColumn::icebergTypeName).orElse(definition),
                    render());
        }
    }

    void requireNoConflict(ClusterItem item, Optional<IcebergTransform> conflictingTransform) {
        if (conflictingTransform.isPresent()) {
            throw Refusal.ofExecution(
                    item.span(),
                    ClusterRule.ICEBERG_PARTITION_REPEATED,
                    render(),
                    conflictingTransform.get().render());
        }
    }

    String render() {
        String name = "`" + columnName + "`";
        return isIdentity() ? name : function + "(" + name + (argument == null ? "" : ", " + argument) + ")";
    }
}
