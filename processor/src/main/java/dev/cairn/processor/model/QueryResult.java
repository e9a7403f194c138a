package dev.cairn.processor.model;

import java.util.List;
import java.util.function.Function;

/**
 * The result of a query method.
 *
 * @param <R> the type of its rows: as declared, or with the position of each component among the columns of the query
 */
public sealed interface QueryResult<R> {
    /** The package of the classes that a query method takes and returns. */
    String DATA_PACKAGE_PREFIX = "dev.cairn.data.";

    /** The qualified name of the class of a page of rows. */
    String PAGE_CLASS = DATA_PACKAGE_PREFIX + "Page";

    /** Rows of a query. */
    record Rows<R>(Multiplicity multiplicity, R row) implements QueryResult<R> {}

    /**
     * {@code Map<K, V>}: the first column is the key.
     *
     * @param value the type of the second column, or a record that is read from all columns
     */
    record Entries<R>(JavaType key, R value) implements QueryResult<R> {}

    /** The number of rows that a statement changed. */
    record Changes<R>(ChangeCountType countType) implements QueryResult<R> {}

    /** Returns the result with other types of rows. */
    default <T> QueryResult<T> map(Function<R, T> toRowType) {
        if (this instanceof Rows<R> rows) {
            return new Rows<>(rows.multiplicity, toRowType.apply(rows.row));
        }
        if (this instanceof Entries<R> entries) {
            return new Entries<>(entries.key, toRowType.apply(entries.value));
        }
        return new Changes<>(((Changes<R>) this).countType);
    }

    /** How many rows a query returns, and in which container. */
    enum Multiplicity {
        LIST,
        SET,
        PAGE,
        OPTIONAL,
        ONE,
        ONE_OR_NULL,
        STREAM;

        /** Returns whether a second row is an error. */
        public boolean isAtMostOne() {
            return this == OPTIONAL || this == ONE || this == ONE_OR_NULL;
        }
    }

    /** The type in which the number of changed rows is returned. */
    enum ChangeCountType {
        VOID,
        LONG,
        INT
    }

    /** The type of a row, with the positions of its components among the columns of the result. */
    sealed interface RowType {
        /** A row with one column. */
        record Scalar(JavaType type) implements RowType {}

        /**
         * A record.
         *
         * @param shape the components, each with its position among the columns of the result
         * @param columnTypes the types of the columns of the result, by position
         */
        record Composite(RecordShape shape, List<JavaType> columnTypes) implements RowType {
            public Composite {
                columnTypes = List.copyOf(columnTypes);
            }
        }
    }
}
