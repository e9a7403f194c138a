package dev.cairn.processor.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An interface whose methods run statements of the application. The class that implements it is generated.
 *
 * @param exported whether the generated class is public
 */
public record QueryInterface(JavaName type, boolean exported, List<Method> methods) {
    private static final String DATA_PACKAGE = "dev.cairn.data.";

    /** The qualified name of the class of a page of rows. */
    public static final String PAGE = DATA_PACKAGE + "Page";

    public QueryInterface {
        methods = List.copyOf(methods);
    }

    /**
     * A method that runs a statement.
     *
     * @param statement the statement in the order of its text
     */
    public record Method(String name, List<Parameter> parameters, Result result, List<Piece> statement) {
        public Method {
            parameters = List.copyOf(parameters);
            statement = List.copyOf(statement);
        }

        /** Returns {@code perCity(LocalDate from, List<String> cities)}. */
        public String signature() {
            return parameters.stream()
                    .map(parameter -> parameter.type().text() + " " + parameter.name())
                    .collect(Collectors.joining(", ", name + "(", ")"));
        }
    }

    /**
     * A parameter of a method.
     *
     * @param nullableOwners the expressions of records that may be null and whose components are values of the statement,
     *     such as {@code order.address()}
     */
    public record Parameter(String name, ParameterType type, boolean nullable, Set<String> nullableOwners) {
        /** Creates a parameter without nullable records. */
        public Parameter(String name, ParameterType type, boolean nullable) {
            this(name, type, nullable, Set.of());
        }

        public Parameter {
            nullableOwners = Set.copyOf(nullableOwners);
        }
    }

    /** The declared type of a parameter. */
    public sealed interface ParameterType {
        /** Returns the source text of the type, without packages. */
        String text();

        /** A single value. */
        record Value(JavaType type) implements ParameterType {
            @Override
            public String text() {
                return type.text();
            }
        }

        /**
         * What may be absent: {@code Optional<LocalDate>}, {@code Optional<List<String>>}.
         *
         * @param present a value, or several of them
         */
        record OptionalOf(ParameterType present) implements ParameterType {
            @Override
            public String text() {
                String argument = present instanceof Value value ? value.type().argumentText() : present.text();
                return "Optional<" + argument + ">";
            }
        }

        /** Several values: those of an IN list, or the elements of an ARRAY. */
        record Values(Container container, JavaType element) implements ParameterType {
            @Override
            public String text() {
                String word = container.name();
                return container == Container.ARRAY
                        ? element.text() + "[]"
                        : word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT) + "<" + element.argumentText()
                                + ">";
            }
        }

        /** An argument that is no value: what it says determines the text of the statement. */
        enum Directive implements ParameterType {
            /** The page of the rows that is returned. */
            PAGE("PageRequest"),
            /** The columns by which the rows are sorted. */
            SORT("Sort");

            private final String type;

            Directive(String type) {
                this.type = type;
            }

            /** Returns the type with a qualified name, if it is one of a directive. */
            public static Optional<Directive> named(String qualifiedName) {
                return Arrays.stream(values())
                        .filter(directive -> qualifiedName.equals(DATA_PACKAGE + directive.type))
                        .findFirst();
            }

            @Override
            public String text() {
                return type;
            }
        }

        /** A record whose components are values of the statement. */
        record Components(JavaName record) implements ParameterType {
            @Override
            public String text() {
                return record.simple();
            }
        }
    }

    /** The type that holds several values. */
    public enum Container {
        LIST,
        SET,
        COLLECTION,
        ARRAY
    }

    /**
     * A value that may be absent.
     *
     * @param expression the Java expression of the value or of its Optional
     * @param optional whether the expression is an Optional; otherwise it is null if the value is absent
     */
    public record Presence(String expression, boolean optional) {}

    /** The result of a method. */
    public sealed interface Result {
        /** Rows of a query. */
        record Rows(Multiplicity multiplicity, RowType row) implements Result {}

        /**
         * {@code Map<K, V>}: the first column is the key.
         *
         * @param value the type of the second column, or a record that is read from all columns
         */
        record Entries(JavaType key, RowType value) implements Result {}

        /** The number of rows that a statement changed. */
        record Changes(ChangeCount count) implements Result {}
    }

    /** The number of rows that a query returns, and their container. */
    public enum Multiplicity {
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
    public enum ChangeCount {
        VOID,
        LONG,
        INT
    }

    /** The type of a row. */
    public sealed interface RowType {
        /** A row with one column. */
        record Scalar(JavaType type) implements RowType {}

        /**
         * A record.
         *
         * @param shape its columns are the positions in the result
         * @param columns the types by position
         */
        record Composite(RecordShape shape, List<JavaType> columns) implements RowType {
            public Composite {
                columns = List.copyOf(columns);
            }
        }
    }
}
