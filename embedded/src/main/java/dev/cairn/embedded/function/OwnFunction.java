package dev.cairn.embedded.function;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function of values, none of which is NULL: if one is, so is the result. */
public record OwnFunction(String name, List<Kind> parameters, Kind result, Body body) {
    /** What values are: String, Long, Double, Float, LocalDateTime or Boolean. */
    public enum Kind {
        TEXT,
        LONG,
        DOUBLE,
        FLOAT,
        TIME,
        BOOLEAN
    }

    /** What is done. */
    @FunctionalInterface
    public interface Body {
        /** Null is NULL. */
        @Nullable
        Object of(Arguments arguments);
    }

    /** The values of one call. */
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

    /** The name that queries use. */
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
