package dev.cairn.engine.cluster;

import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Scalar;
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
            Pattern.compile("(\\w+)\\(\\s*(?:`([^`]+)`|([^`()\\s,]+))\\s*(?:,\\s*(\\d+)\\s*)?\\)");

    /** Parses an element; empty if it is neither a column nor a function of one. */
    static Optional<IcebergTransform> parse(String element) {
        Matcher name = NAME.matcher(element);
        if (name.matches()) {
            return Optional.of(new IcebergTransform(IDENTITY, nameIn(name, 1), null));
        }
        Matcher call = CALL.matcher(element);
        return call.matches()
                ? Optional.of(
                        new IcebergTransform(call.group(1).toLowerCase(Locale.ROOT), nameIn(call, 2), call.group(4)))
                : Optional.empty();
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

    /** Returns whether a table can have only one of the two from its creation. */
    boolean conflictsWith(IcebergTransform other) {
        return column.equals(other.column) && (function.equals(other.function) || (isOfTime() && other.isOfTime()));
    }

    boolean accepts(IcebergColumn source) {
        boolean isDate = source.is(Scalar.Kind.DATE);
        boolean isTime = source.is(Scalar.Kind.DATETIME);
        boolean isNumber = source.is(Scalar.Kind.INT)
                || source.is(Scalar.Kind.BIGINT)
                || source.type() instanceof Type.Decimal
                || source.type() instanceof Type.Text;
        return switch (function) {
            case "year", "month", "day" -> isDate || isTime;
            case "hour" -> isTime;
            case "bucket" -> isNumber || isDate || isTime;
            case "truncate" -> isNumber;
            default -> isNumber || isDate || isTime || source.is(Scalar.Kind.BOOLEAN);
        };
    }

    String render() {
        String name = "`" + column + "`";
        return isIdentity() ? name : function + "(" + name + (argument == null ? "" : ", " + argument) + ")";
    }
}
