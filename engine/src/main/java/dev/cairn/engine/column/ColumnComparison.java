package dev.cairn.engine.column;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Default;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.Objects;

/**
 * Compares two definitions of a column: whether they are equal, and whether the server can convert one into the other.
 */
public final class ColumnComparison {
    private static final int SHORTEST_JSON_TEXT = 1024;

    private ColumnComparison() {}

    /**
     * Whether the definitions are equal. As on the server, the comparison is asymmetric: if {@code asked} is not
     * generated, the expression of {@code other} is ignored.
     */
    public static boolean isSame(Column asked, Column other) {
        return asked.is(other.name())
                && asked.type().equals(other.type())
                && Objects.equals(asked.aggregation(), other.aggregation())
                && asked.key() == other.key()
                && asked.nullable() == other.nullable()
                && hasSameDefault(asked, other)
                && (asked.generated() == null || asked.generated().equals(other.generated()))
                && asked.comment().equals(other.comment());
    }

    /** Whether the defaults are equal; CURRENT_TIMESTAMP is the same with and without parentheses. */
    private static boolean hasSameDefault(Column one, Column other) {
        if (one.defaultValue() instanceof Default.CurrentTimestamp time
                && other.defaultValue() instanceof Default.CurrentTimestamp otherTime) {
            return Objects.equals(time.precision(), otherTime.precision());
        }
        return Objects.equals(one.defaultValue(), other.defaultValue());
    }

    /** Refuses conversions that MODIFY COLUMN does not support. */
    public static void requireConvertible(Column from, Column to, Span at) {
        if (to.generated() != null) {
            return;
        }
        if (!TypeConversion.isPossible(from.type(), to.type())) {
            throw Refusal.execution(
                    at, "Can not change " + TypeText.named(from.type()) + " to " + TypeText.named(to.type()));
        }
        requireSameAggregation(from, to, at);
        if (from.nullable() && !to.nullable()) {
            throw Refusal.execution(at, "Can not change from nullable to non-nullable");
        }
        if (!hasSameDefault(from, to)) {
            throw Refusal.execution(at, "Can not change default value");
        }
        requireRoom(from.type(), to.type(), at);
    }

    private static void requireSameAggregation(Column from, Column to, Span at) {
        if (from.aggregation() instanceof Aggregation.State before
                && to.aggregation() instanceof Aggregation.State after) {
            if (!before.equals(after)) {
                throw Refusal.execution(at, "Can not change aggregation state desc type");
            }
        } else if (from.key() != to.key() || !Objects.equals(from.aggregation(), to.aggregation())) {
            throw Refusal.execution(at, "Can not change aggregation type");
        }
    }

    private static void requireRoom(Type from, Type to, Span at) {
        if (!(to instanceof Type.Text text) || !PrimitiveType.of(to).isCharacters()) {
            return;
        }
        if (from instanceof Type.Text before
                && PrimitiveType.of(from).isCharacters()
                && before.length() > text.length()) {
            throw Refusal.execution(at, "Cannot shorten string length");
        }
        if (PrimitiveType.of(from) == PrimitiveType.JSON && text.length() < SHORTEST_JSON_TEXT) {
            throw Refusal.execution(at, "JSON needs minimum length of " + SHORTEST_JSON_TEXT);
        }
    }
}
