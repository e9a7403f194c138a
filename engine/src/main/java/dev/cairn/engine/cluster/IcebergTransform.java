package dev.cairn.engine.cluster;

import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Scalar;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An element of the partitioning of an Iceberg table: {@code `city`}, {@code day(`created`)}, {@code bucket(`id`, 16)}.
 *
 * @param function identity for a column alone
 * @param argument the number of buckets, or the width of a truncation; null for other functions
 */
record IcebergTransform(
        String function, String column, @Nullable String argument) {
    private static final String IDENTITY = "identity";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`|([^`()\\s,]+)");
    private static final Pattern CALL =
            Pattern.compile("(\\w+)\\(\\s*(?:`([^`]+)`|([^`()\\s,]+))\\s*(?:,\\s*(-?\\d+)\\s*)?\\)");

    /** Parses an element; empty if it is neither a column nor a function of one. */
    static Optional<IcebergTransform> parse(String element) {
        Matcher name = NAME.matcher(element);
        if (name.matches()) {
            return Optional.of(new IcebergTransform(IDENTITY, nameIn(name, 1), null));
        }
        Matcher call = CALL.matcher(element);
        return call.matches()
                ? Optional.of(new IcebergTransform(
                        call.group(1).toLowerCase(Locale.ROOT), nameIn(call, 2), toStoredArgument(call.group(4))))
                : Optional.empty();
    }

    /** Returns the number that the server takes an argument for: the last 32 bits of it. */
    private static @Nullable String toStoredArgument(@Nullable String argument) {
        return argument == null ? null : String.valueOf(new BigInteger(argument).intValue());
    }

    private static String nameIn(Matcher matcher, int group) {
        String quotedName = matcher.group(group);
        return quotedName == null ? matcher.group(group + 1) : quotedName;
    }

    IcebergTransform withColumn(String newColumn) {
        return new IcebergTransform(function, newColumn, argument);
    }

    boolean isIdentity() {
        return function.equals(IDENTITY);
    }

    private boolean isOfTime() {
        return switch (function) {
            case "year", "month", "day", "hour" -> true;
            default -> false;
        };
    }

    /** Returns whether it is one of the functions, with the argument that it needs. */
    boolean isKnown() {
        boolean hasArgument = argument != null;
        return switch (function) {
            case IDENTITY, "year", "month", "day", "hour" -> !hasArgument;
            case "bucket", "truncate" -> hasArgument;
            default -> false;
        };
    }

    /** Returns the argument with its name; empty if it is missing, or large enough. */
    Optional<String> findArgumentTooSmall() {
        return argument == null || Integer.parseInt(argument) > 0
                ? Optional.empty()
                : Optional.of((function.equals("bucket") ? "number of buckets: " : "truncate width: ") + argument);
    }

    /** Returns whether two new elements exclude one another although both are about the time of a column. */
    boolean isRedundantWith(IcebergTransform other) {
        return column.equals(other.column) && isOfTime() && other.isOfTime();
    }

    /** Returns whether a table can have only one of the two from its creation. */
    boolean conflictsWith(IcebergTransform other) {
        return (column.equals(other.column) && function.equals(other.function)) || isRedundantWith(other);
    }

    /**
     * Returns whether it can be applied to the values of a column.
     *
     * @param isCreation whether the statement creates the table, and so permits fewer types
     */
    boolean accepts(IcebergColumn source, boolean isCreation) {
        boolean isDate = source.is(Scalar.Kind.DATE);
        boolean isTime = source.is(Scalar.Kind.DATETIME);
        boolean isTimeOfDay = source.is(Scalar.Kind.TIME);
        boolean isNumber = source.is(Scalar.Kind.INT)
                || source.is(Scalar.Kind.BIGINT)
                || source.type() instanceof Type.Decimal
                || source.type() instanceof Type.Text;
        boolean isFraction = source.is(Scalar.Kind.FLOAT) || source.is(Scalar.Kind.DOUBLE);
        return switch (function) {
            case "year", "month", "day" -> isDate || isTime;
            case "hour" -> isTime;
            case "bucket" -> isNumber || isDate || isTime || (isTimeOfDay && !isCreation);
            case "truncate" -> isNumber;
            default ->
                isNumber
                        || isDate
                        || isTime
                        || isTimeOfDay
                        || source.is(Scalar.Kind.BOOLEAN)
                        || (isFraction && !isCreation);
        };
    }

    String render() {
        String name = "`" + column + "`";
        return isIdentity() ? name : function + "(" + name + (argument == null ? "" : ", " + argument) + ")";
    }
}
