package dev.cairn.embedded.function;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function implemented in Java, which DuckDB calls. If an argument is NULL, the result is NULL. One without parameters is called for
 * each row; others depend on nothing but their arguments.
 *
 * @param names the names in StarRocks, each of which a variant may follow, as in a template; or the one name of a helper
 * @param helper whether it is not a function of StarRocks; only templates, macros and translations call it
 */
public record JavaFunction(List<String> names, boolean helper, List<Kind> parameters, Kind result, Body body) {
    /** The Java types of values: String, Long, Double, Float, LocalDateTime or Boolean. */
    public enum Kind {
        TEXT("varchar"),
        /** The text of a document. */
        JSON("json"),
        LONG("bigint"),
        DOUBLE("double"),
        FLOAT("float"),
        TIME("datetime"),
        BOOLEAN("boolean");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        /** Returns the type in StarRocks. */
        public String type() {
            return type;
        }
    }

    /** The implementation of a function. */
    @FunctionalInterface
    public interface Body {
        /** Returns the result; null stands for NULL. */
        @Nullable
        Object apply(Arguments arguments);
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

    public JavaFunction {
        names = List.copyOf(names);
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
                        GeometryFunctions.all(),
                        StatementBudget.functions())
                .flatMap(List::stream)
                .toList();
    }

    /** Returns the name in DuckDB. */
    public String name() {
        return "sr_" + names.get(0).replace(' ', '_');
    }

    /** Returns the name of the function in StarRocks, without a variant. */
    String title() {
        return names.get(0).replaceFirst(" .*", "");
    }

    /**
     * Returns the signature of a function of StarRocks, which calls with such arguments are translated to.
     *
     * @param names the names, separated by commas
     */
    static Signature function(String names, Kind... parameters) {
        return new Signature(Arrays.asList(names.split(", ")), false, List.of(parameters));
    }

    /** Returns the signature of a function for templates, macros and translations, which queries can't call. */
    static Signature helper(String name, Kind... parameters) {
        return new Signature(List.of(name), true, List.of(parameters));
    }

    /** A function without its implementation, from which the methods for the types of results create functions. */
    record Signature(List<String> names, boolean helper, List<Kind> parameters) {
        JavaFunction text(Body body) {
            return of(Kind.TEXT, body);
        }

        JavaFunction number(Body body) {
            return of(Kind.LONG, body);
        }

        JavaFunction real(Body body) {
            return of(Kind.DOUBLE, body);
        }

        JavaFunction time(Body body) {
            return of(Kind.TIME, body);
        }

        JavaFunction truth(Body body) {
            return of(Kind.BOOLEAN, body);
        }

        private JavaFunction of(Kind result, Body body) {
            return new JavaFunction(names, helper, parameters, result, body);
        }
    }
}
