package dev.cairn.embedded.function;

import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A function implemented in Java, which DuckDB calls. If an argument is NULL, the result is NULL. */
public record JavaFunction(String name, List<Kind> parameters, Kind result, Body body) {
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

    public JavaFunction {
        parameters = List.copyOf(parameters);
    }

    /** Returns all functions that are implemented in Java. */
    public static List<JavaFunction> all() {
        return Stream.of(
                        TextFunctions.all(),
                        UrlFunctions.all(),
                        HashFunctions.all(),
                        EncryptionFunctions.all(),
                        NumberFunctions.all(),
                        TimeFunctions.all(),
                        JsonFunctions.all(),
                        CollectedValueFunctions.all(),
                        BitmapFunctions.all(),
                        GeometryFunctions.all())
                .flatMap(List::stream)
                .toList();
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
        JavaFunction text(Body body) {
            return new JavaFunction(name, parameters, Kind.TEXT, body);
        }

        JavaFunction number(Body body) {
            return new JavaFunction(name, parameters, Kind.LONG, body);
        }

        JavaFunction real(Body body) {
            return new JavaFunction(name, parameters, Kind.DOUBLE, body);
        }

        JavaFunction time(Body body) {
            return new JavaFunction(name, parameters, Kind.TIME, body);
        }

        JavaFunction truth(Body body) {
            return new JavaFunction(name, parameters, Kind.BOOLEAN, body);
        }
    }
}
