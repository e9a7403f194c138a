package dev.cairn.embedded.function;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that is implemented in Java and called by DuckDB. If an argument is NULL, the result is NULL. A function
 * without parameters is called for each row; the result of any other function depends only on its arguments.
 *
 * @param names the names in StarRocks, each with an optional variant after a space, as in a template; a helper has only
 *     one name
 * @param isHelper whether only templates, macros and translations call it, because it is not a function of StarRocks
 */
public record JavaFunction(
        List<String> names, boolean isHelper, List<ValueKind> parameterKinds, ValueKind resultKind, FunctionBody body) {
    /** The kind of a value, whose Java type is String, Long, Double, Float, LocalDateTime or Boolean. */
    public enum ValueKind {
        TEXT("varchar"),
        /** The text of a document. */
        JSON("json"),
        /** The text in which a VARIANT is stored. */
        VARIANT("variant"),
        LONG("bigint"),
        DOUBLE("double"),
        FLOAT("float"),
        TIME("datetime"),
        BOOLEAN("boolean");

        private final String starRocksTypeName;

        ValueKind(String starRocksTypeName) {
            this.starRocksTypeName = starRocksTypeName;
        }

        /** Returns the name of the type in StarRocks. */
        public String starRocksTypeName() {
            return starRocksTypeName;
        }
    }

    /** The implementation of a function. */
    @FunctionalInterface
    public interface FunctionBody {
        /**
         * Returns the result; null stands for NULL.
         *
         * @throws FunctionEvaluationException if the function refuses the arguments
         */
        @Nullable
        Object apply(CallArguments arguments);
    }

    /** The arguments of a call. None of them is NULL. The type of each one is that of its parameter's kind. */
    public record CallArguments(List<Object> values) {
        public String textAt(int index) {
            return (String) values.get(index);
        }

        public long longAt(int index) {
            return (Long) values.get(index);
        }

        public double doubleAt(int index) {
            return (Double) values.get(index);
        }

        public LocalDateTime dateTimeAt(int index) {
            return (LocalDateTime) values.get(index);
        }
    }

    public JavaFunction {
        names = List.copyOf(names);
        parameterKinds = List.copyOf(parameterKinds);
    }

    /** Returns the name under which the function is registered in DuckDB. */
    public String duckDbName() {
        return "sr_" + names.get(0).replace(' ', '_');
    }

    /** Returns the first name of the function in StarRocks, without the variant. */
    String starRocksName() {
        return names.get(0).replaceFirst(" .*", "");
    }

    /**
     * Returns the signature of a function of StarRocks. Calls with arguments of these kinds are translated to the
     * function.
     *
     * @param joinedNames the names, each with an optional variant, separated by a comma and a space
     */
    public static JavaFunctionSignature function(String joinedNames, ValueKind... parameterKinds) {
        return new JavaFunctionSignature(Arrays.asList(joinedNames.split(", ")), false, List.of(parameterKinds));
    }

    /** Returns the signature of a helper, which only templates, macros and translations can call. */
    public static JavaFunctionSignature helper(String name, ValueKind... parameterKinds) {
        return new JavaFunctionSignature(List.of(name), true, List.of(parameterKinds));
    }

    /** A function without its result kind and its implementation, which the methods {@code returning…} add. */
    public record JavaFunctionSignature(List<String> names, boolean isHelper, List<ValueKind> parameterKinds) {
        public JavaFunction returningText(FunctionBody body) {
            return returning(ValueKind.TEXT, body);
        }

        public JavaFunction returningLong(FunctionBody body) {
            return returning(ValueKind.LONG, body);
        }

        public JavaFunction returningDouble(FunctionBody body) {
            return returning(ValueKind.DOUBLE, body);
        }

        public JavaFunction returningDateTime(FunctionBody body) {
            return returning(ValueKind.TIME, body);
        }

        public JavaFunction returningBoolean(FunctionBody body) {
            return returning(ValueKind.BOOLEAN, body);
        }

        private JavaFunction returning(ValueKind resultKind, FunctionBody body) {
            return new JavaFunction(names, isHelper, parameterKinds, resultKind, body);
        }
    }
}
