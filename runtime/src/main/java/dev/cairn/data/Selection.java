package dev.cairn.data;

import dev.cairn.schema.Condition;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SortOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table or a view, about to be asked for. Each method gives a new one; nothing is sent before {@link #list},
 * {@link #stream}, {@link #first} or {@link #count}.
 *
 * <pre>{@code
 * List<Order> big = db.from(ORDER).where(ORDER.amount.gt(100)).orderBy(ORDER.day.desc()).limit(10).list();
 * }</pre>
 *
 * @param <R> the record of the table or view
 */
public final class Selection<R> {
    private final Connections connections;
    private final Descriptor<R> rows;
    private final @Nullable Condition<R> condition;
    private final List<SortOrder<R>> order;
    private final @Nullable Long limit;
    private final long offset;

    Selection(Connections connections, Descriptor<R> rows) {
        this(connections, rows, null, List.of(), null, 0);
    }

    private Selection(
            Connections connections,
            Descriptor<R> rows,
            @Nullable Condition<R> condition,
            List<SortOrder<R>> order,
            @Nullable Long limit,
            long offset) {
        this.connections = connections;
        this.rows = rows;
        this.condition = condition;
        this.order = order;
        this.limit = limit;
        this.offset = offset;
    }

    /** Those that meet the condition, and what was said before. */
    public Selection<R> where(Condition<R> added) {
        Condition<R> both = condition == null ? added : condition.and(added);
        return new Selection<>(connections, rows, both, order, limit, offset);
    }

    /** Sorted by the first, then by the next; after what was said before. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Selection<R> orderBy(SortOrder<R>... added) {
        List<SortOrder<R>> all = new ArrayList<>(order);
        all.addAll(Arrays.asList(added));
        return new Selection<>(connections, rows, condition, List.copyOf(all), limit, offset);
    }

    /** So many at the most. */
    public Selection<R> limit(long most) {
        return new Selection<>(connections, rows, condition, order, required(most), offset);
    }

    /** Without so many first ones. */
    public Selection<R> offset(long skipped) {
        return new Selection<>(connections, rows, condition, order, limit, required(skipped));
    }

    private static long required(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("A number of rows is not negative: " + number);
        }
        return number;
    }

    /**
     * All of them.
     *
     * @throws UnreadableValueException where a value is NULL that is a primitive in the record
     */
    public List<R> list() {
        return reading().list(rows::read);
    }

    /**
     * One after the other, in a stream that is to be closed: it holds a connection until then, or until it was read to its
     * end.
     */
    public Stream<R> stream() {
        return reading().stream(rows::read);
    }

    /** The first of them, if there are any. */
    public Optional<R> first() {
        long most = limit == null ? 1 : Math.min(limit, 1);
        return limit(most).list().stream().findFirst();
    }

    /** How many there are. */
    public long count() {
        return new Reading(connections, text().counting(), ColumnNaming.LABELS)
                .list(row -> row.longAt(0))
                .get(0);
    }

    /** The SELECT, with a {@code ?} for each value. */
    @Override
    public String toString() {
        return text().selecting().sql();
    }

    private Reading reading() {
        return new Reading(connections, text().selecting(), ColumnNaming.of(rows));
    }

    private SelectText<R> text() {
        return new SelectText<>(rows, condition, order, limit, offset);
    }
}
