package dev.cairn.processor.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The declared type of a parameter of a query method. It decides whether an argument is sent as one value, as several
 * values, or not as a value.
 */
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
     * One or more values that may be absent: {@code Optional<LocalDate>}, {@code Optional<List<String>>}.
     *
     * @param presentType the type inside the Optional: a {@link Value} or {@link Values}
     */
    record OptionalType(ParameterType presentType) implements ParameterType {
        @Override
        public String text() {
            String argument = presentType instanceof Value value ? value.type().argumentText() : presentType.text();
            return "Optional<" + argument + ">";
        }
    }

    /** Several values: the values of an IN list, or the elements of an ARRAY. */
    record Values(Container container, JavaType elementType) implements ParameterType {
        @Override
        public String text() {
            String containerName = container.name();
            return container == Container.ARRAY
                    ? elementType.text() + "[]"
                    : containerName.charAt(0) + containerName.substring(1).toLowerCase(Locale.ROOT) + "<"
                            + elementType.argumentText() + ">";
        }
    }

    /** The type of an argument that is not sent as a value, but determines the text of the statement. */
    enum Directive implements ParameterType {
        /** The page of the rows that is returned. */
        PAGE("PageRequest"),
        /** The order of the rows. */
        SORT("Sort");

        private final String simpleName;

        Directive(String simpleName) {
            this.simpleName = simpleName;
        }

        /** Returns the directive for the class with this qualified name; empty for any other class. */
        public static Optional<Directive> find(String qualifiedName) {
            return Arrays.stream(values())
                    .filter(directive -> qualifiedName.equals(QueryResult.DATA_PACKAGE_PREFIX + directive.simpleName))
                    .findFirst();
        }

        @Override
        public String text() {
            return simpleName;
        }
    }

    /** A record whose components are values of the statement. */
    record Components(JavaClassName recordName) implements ParameterType {
        @Override
        public String text() {
            return recordName.simpleName();
        }
    }

    /** The type that holds several values. */
    enum Container {
        LIST,
        SET,
        COLLECTION,
        ARRAY
    }
}
