package dev.cairn.processor.model;

import dev.cairn.processor.model.ParameterType.Container;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.template.OrderChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of the text of a statement, which the generated method of a {@link CheckedQuery} appends. */
public sealed interface SqlSegment {
    /** Text that is sent as it is. */
    record Text(String sql) implements SqlSegment {}

    /**
     * A value.
     *
     * @param javaExpression the Java expression of the value, such as {@code from} or {@code order.city()}
     * @param marker the SQL that stands for the value, such as {@code ?} or {@code CAST(? AS DATE)}
     * @param columnType the type of the column that stores the value; null if the statement does not store it
     */
    record Value(
            String javaExpression,
            JavaType type,
            String marker,
            @Nullable Type columnType) implements SqlSegment {
        /** The marker of a JSON document; the runtime binds it as the element of an array. */
        public static final String DOCUMENT_MARKER = "json_query(parse_json(?), '$[0]')";

        /** Returns whether the value is the text of a JSON document. */
        public boolean isDocument() {
            return marker.equals(DOCUMENT_MARKER) && (type == JavaType.Simple.JSON || type == JavaType.Simple.STRING);
        }
    }

    /** A number of rows after LIMIT or OFFSET, which must not be negative. */
    record RowCount(String javaExpression) implements SqlSegment {}

    /**
     * The values of an IN list, with commas between them. An {@link InPredicate} handles an empty list; outside of one,
     * the runtime throws an exception for an empty list.
     */
    record Elements(String javaExpression, Container container, JavaType elementType, String marker)
            implements SqlSegment {}

    /**
     * A value whose SQL depends on its elements: of the type ARRAY, MAP, STRUCT, BITMAP, HLL or PERCENTILE.
     *
     * @param javaExpression the Java expression of the value, which for an ARRAY may also be a collection or an array
     * @param columnType the SQL type to which an ARRAY, MAP or STRUCT is cast; null if it is unknown
     */
    record CompositeValue(
            String javaExpression, JavaType type, @Nullable Type columnType) implements SqlSegment {}

    /**
     * A predicate {@code value [NOT] IN (:list)}, for which the list may be empty.
     *
     * @param javaExpression the Java expression of the list
     * @param segments the whole predicate, as it is sent if the list is not empty
     */
    record InPredicate(
            String javaExpression, Container container, EmptyListHandling emptyListHandling, List<SqlSegment> segments)
            implements SqlSegment {
        public InPredicate {
            segments = List.copyOf(segments);
        }

        /** The treatment of an empty list. */
        public enum EmptyListHandling {
            /** FALSE is sent in place of the predicate. */
            FALSE,
            /** TRUE is sent in place of the predicate. */
            TRUE,
            /**
             * No statement is sent: it would change no row, and the server does not accept a constant as its condition.
             */
            NO_STATEMENT
        }
    }

    /**
     * The columns of an order that the caller passes, each followed by a comma.
     *
     * @param javaExpression the parameter with the order
     * @param columns the names of the columns that may be chosen, with their SQL
     */
    record Order(String javaExpression, List<OrderChoice.CandidateColumn> columns) implements SqlSegment {
        public Order {
            columns = List.copyOf(columns);
        }
    }

    /**
     * The row of VALUES, which is sent once for each record of a collection, with commas between the rows.
     *
     * @param javaExpression the Java expression of the collection or array
     */
    record Rows(String javaExpression, List<SqlSegment> segments) implements SqlSegment {
        public Rows {
            segments = List.copyOf(segments);
        }
    }

    /**
     * A value that may be absent.
     *
     * @param javaExpression the Java expression of the value or of its Optional
     * @param isOptional whether the expression is an Optional; otherwise it is null if the value is absent
     */
    record Presence(String javaExpression, boolean isOptional) {}

    /** A part that is sent only if all values are present. */
    record Conditional(List<Presence> presences, List<SqlSegment> segments) implements SqlSegment {
        public Conditional {
            presences = List.copyOf(presences);
            segments = List.copyOf(segments);
        }
    }
}
