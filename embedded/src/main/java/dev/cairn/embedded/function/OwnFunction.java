package dev.cairn.embedded.function;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function implemented in Java, which DuckDB calls. If an argument is NULL, the result is NULL. */
public record OwnFunction(String name, List<Kind> parameters, Kind result, Body body) {
    /** The Java types of values: String, Long, Double, Float, LocalDateTime or Boolean. */
    public enum Kind {
        TEXT,
        LONG,
        DOUBLE,
        FLOAT,
        TIME,
        BOOLEAN
    }

    /** The implementation of a function. */
    @FunctionalInterface
    public interface Body {
        /** Returns the result; null stands for NULL. */
        @Nullable
        Object of(Arguments arguments);
    }

    /** The arguments of a call, none of which is NULL. */
    public record Arguments(List<Object> values) {
        public String text(int place) {
            return (String) values.get(place);
        }

        public long number(int place) {
            return (Long) values.get(place);
        }

        public double real(int place) {
            return (Double) values.get(place);
        }

        public LocalDateTime time(int place) {
            return (LocalDateTime) values.get(place);
        }
    }

    private static final String PREFIX = "sr_";

    public OwnFunction {
        parameters = List.copyOf(parameters);
    }

    /** Returns the name of the function in StarRocks. */
    String title() {
        return name.substring(PREFIX.length());
    }

    static OwnFunction text(String name, Body body, Kind... parameters) {
        return new OwnFunction(PREFIX + name, List.of(parameters), Kind.TEXT, body);
    }

    static OwnFunction number(String name, Body body, Kind... parameters) {
        return new OwnFunction(PREFIX + name, List.of(parameters), Kind.LONG, body);
    }

    static OwnFunction real(String name, Body body, Kind... parameters) {
        return new OwnFunction(PREFIX + name, List.of(parameters), Kind.DOUBLE, body);
    }

    static OwnFunction time(String name, Body body, Kind... parameters) {
        return new OwnFunction(PREFIX + name, List.of(parameters), Kind.TIME, body);
    }

    static OwnFunction truth(String name, Body body, Kind... parameters) {
        return new OwnFunction(PREFIX + name, List.of(parameters), Kind.BOOLEAN, body);
    }
}
