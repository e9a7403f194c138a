package dev.cairn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The order of the rows of a query, as an argument of a method with {@code @Query} whose statement lists the possible
 * columns:
 *
 * <pre>
 * &#64;Query("SELECT * FROM product ORDER BY /*:sort price, name *&#47; id LIMIT 100")
 * List&lt;Product&gt; products(Sort sort);
 *
 * products.products(Sort.descending("price").then(Sort.ascending("name")));
 * </pre>
 *
 * <p>A column that the statement does not list causes a {@link ValueConversionException}. Upper and lower case, and
 * underscores, do not matter. The SQL that is sent comes from the statement alone, so a name that comes from a user can
 * do no harm.
 *
 * @param columns the columns, the most significant one first
 */
public record Sort(List<SortedColumn> columns) {
    /** The order of the statement itself. */
    public static final Sort NONE = new Sort(List.of());

    public Sort {
        columns = List.copyOf(columns);
    }

    /** A column by which rows are sorted. */
    public record SortedColumn(String name, boolean isDescending) {
        /**
         * Creates a column of a sort order.
         *
         * @throws NullPointerException if the name is null
         */
        public SortedColumn {
            Objects.requireNonNull(
                    name, "The name of a column to sort by is null; pass the name of a column, or no Sort");
        }

        boolean isNamed(String otherName) {
            return normalize(name).equals(normalize(otherName));
        }

        private static String normalize(String name) {
            return name.replace("_", "").toLowerCase(Locale.ROOT);
        }
    }

    /** Returns an order by columns, from the least value to the greatest. */
    public static Sort ascending(String... columns) {
        return of(false, columns);
    }

    /** Returns an order by columns, from the greatest value to the least. */
    public static Sort descending(String... columns) {
        return of(true, columns);
    }

    private static Sort of(boolean isDescending, String... columns) {
        return new Sort(Arrays.stream(columns)
                .map(column -> new SortedColumn(column, isDescending))
                .toList());
    }

    /**
     * Parses an order as parameters of URLs contain it: {@code -price,name} sorts by descending price and then by name.
     * Returns {@link #NONE} for null, which stands for an absent parameter, and for a blank string.
     *
     * @throws IllegalArgumentException if a name is empty
     */
    public static Sort parse(@Nullable String sortText) {
        if (sortText == null || sortText.isBlank()) {
            return NONE;
        }
        List<SortedColumn> columns = new ArrayList<>();
        for (String sortKey : sortText.split(",", -1)) {
            String columnName = sortKey.strip();
            boolean isDescending = columnName.startsWith("-");
            String name = isDescending ? columnName.substring(1).strip() : columnName;
            if (name.isEmpty()) {
                throw new IllegalArgumentException("'" + sortText + "' has no name at position " + (columns.size() + 1)
                        + "; write an order like -price,name");
            }
            columns.add(new SortedColumn(name, isDescending));
        }
        return new Sort(columns);
    }

    /** Returns this order, extended by another one, which sorts the rows that are equal in this order. */
    public Sort then(Sort nextSort) {
        List<SortedColumn> allColumns = new ArrayList<>(columns);
        allColumns.addAll(nextSort.columns);
        return new Sort(allColumns);
    }
}
