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

    /** Returns the signature of a function, whose name in DuckDB gets the prefix {@code sr_}. */
    static Signature function(String name, Kind... parameters) {
        return new Signature(PREFIX + name, List.of(parameters));
    }

    /** A function without its implementation, from which the methods for the types of results create functions. */
    record Signature(String name, List<Kind> parameters) {
        OwnFunction text(Body body) {
            return new OwnFunction(name, parameters, Kind.TEXT, body);
        }

        OwnFunction number(Body body) {
            return new OwnFunction(name, parameters, Kind.LONG, body);
        }

        OwnFunction real(Body body) {
            return new OwnFunction(name, parameters, Kind.DOUBLE, body);
        }

        OwnFunction time(Body body) {
            return new OwnFunction(name, parameters, Kind.TIME, body);
        }

        OwnFunction truth(Body body) {
            return new OwnFunction(name, parameters, Kind.BOOLEAN, body);
        }
    }
}
