package dev.cairn.embedded.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that a client asks a server to run.
 *
 * @param text the text as it is logged; in the text of a prepared query, literals replace the parameters
 * @param preparedExecution the prepared query that is run; null if the client has sent the text
 */
public record ClientStatement(String text, @Nullable PreparedExecution preparedExecution) {
    /** Returns the statement with this text, which a client has sent in COM_QUERY. */
    public static ClientStatement ofText(String text) {
        return new ClientStatement(text, null);
    }

    /**
     * A prepared query with the values of its parameters, which do not become part of its text.
     *
     * @param segments the text of the query, cut at the parameters
     */
    public record PreparedExecution(List<String> segments, List<ParameterValue> values) {
        public PreparedExecution {
            segments = List.copyOf(segments);
            values = List.copyOf(values);
        }
    }

    /**
     * The value of a parameter.
     *
     * @param text the value as a client would receive it; null for NULL
     */
    public record ParameterValue(@Nullable String text, ClientParameterType type) {}

    /** The type of a parameter's value. */
    public enum ClientParameterType {
        NULL,
        TINYINT,
        SMALLINT,
        INT,
        BIGINT,
        FLOAT,
        DOUBLE,
        DECIMAL,
        DATE,
        DATETIME,
        VARCHAR
    }
}
