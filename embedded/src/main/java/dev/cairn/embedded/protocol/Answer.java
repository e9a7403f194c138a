package dev.cairn.embedded.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client gets for a statement. */
public sealed interface Answer {
    Ok OK = new Ok(0, "");
    Cut CUT = new Cut();
    Silence SILENCE = new Silence();

    /** Done; the message is what {@code mysql} prints below it. */
    record Ok(long affectedRows, String message) implements Answer {}

    /** A table of texts; null is NULL. */
    record Rows(List<ResultColumn> columns, List<List<@Nullable String>> rows) implements Answer {
        public Rows {
            columns = List.copyOf(columns);
        }
    }

    /** The columns of a table, for COM_FIELD_LIST: the only answer in which a frontend says whose columns they are. */
    record Fields(String database, String table, List<Field> fields) implements Answer {
        public Fields {
            fields = List.copyOf(fields);
        }

        /** One of them; the default is empty where there is none. */
        public record Field(ResultColumn column, String defaultValue) {}
    }

    /** An error, as it travels. */
    record Failure(int errno, String sqlState, String message) implements Answer {
        private static final int GENERAL = 1064;

        /** The number that all errors have which have none of their own. */
        public static Failure of(String message) {
            return new Failure(GENERAL, "HY000", message);
        }
    }

    /** Those of several statements that came at once. */
    record Several(List<Answer> answers) implements Answer {
        public Several {
            answers = List.copyOf(answers);
        }
    }

    /** No answer: the connection ends. */
    record Cut() implements Answer {}

    /** No answer, ever: the connection stays open until its client ends it. */
    record Silence() implements Answer {}
}
