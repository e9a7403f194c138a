package dev.cairn.processor.model;

import dev.cairn.sql.ast.Type.Scalar;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import dev.cairn.type.Percentile;
import dev.cairn.type.State;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Java type of a component, which determines how values are read, written and compared. It is independent of javac,
 * so that generators need no elements.
 */
public sealed interface JavaType {
    /**
     * Returns the type of a class whose name alone determines it, such as a wrapper class; empty for all other classes.
     * A String is always a text, because only an annotation makes it JSON.
     */
    static Optional<JavaType> find(String qualifiedName) {
        for (Primitive.Kind kind : Primitive.Kind.values()) {
            if (kind.wrapperClass.getName().equals(qualifiedName)) {
                return Optional.of(new Primitive(kind, true));
            }
        }
        for (Simple simpleType : Simple.values()) {
            if (simpleType != Simple.JSON && simpleType.javaClass.getName().equals(qualifiedName)) {
                return Optional.of(simpleType);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the type for values of an SQL type that has no parameters; a String if no class corresponds to the SQL
     * type.
     *
     * @param isPrimitive whether to return a primitive type, if there is one, instead of its wrapper class
     */
    static JavaType of(Scalar.Kind sqlKind, boolean isPrimitive) {
        for (Primitive.Kind kind : Primitive.Kind.values()) {
            if (kind.sqlKind == sqlKind || (kind == Primitive.Kind.LONG && sqlKind == Scalar.Kind.SIGNED)) {
                return new Primitive(kind, !isPrimitive);
            }
        }
        for (Simple simpleType : Simple.values()) {
            if (simpleType.sqlKind == sqlKind) {
                return simpleType;
            }
        }
        return Simple.STRING;
    }

    /** Returns whether this is a primitive type, whose values are never null. */
    default boolean isPrimitive() {
        return this instanceof Primitive primitive && !primitive.isBoxed;
    }

    /** Returns the source text of the type, without packages. */
    String text();

    /** Returns the source text of the type as a type argument. */
    default String argumentText() {
        return text();
    }

    /** A primitive type, or its wrapper class. */
    record Primitive(Kind kind, boolean isBoxed) implements JavaType {
        /** The primitive types that correspond to an SQL type. */
        public enum Kind {
            BOOLEAN(Boolean.class, Scalar.Kind.BOOLEAN),
            BYTE(Byte.class, Scalar.Kind.TINYINT),
            SHORT(Short.class, Scalar.Kind.SMALLINT),
            INT(Integer.class, Scalar.Kind.INT),
            LONG(Long.class, Scalar.Kind.BIGINT),
            FLOAT(Float.class, Scalar.Kind.FLOAT),
            DOUBLE(Double.class, Scalar.Kind.DOUBLE);

            private final Class<?> wrapperClass;
            private final Scalar.Kind sqlKind;

            Kind(Class<?> wrapperClass, Scalar.Kind sqlKind) {
                this.wrapperClass = wrapperClass;
                this.sqlKind = sqlKind;
            }

            public Class<?> wrapperClass() {
                return wrapperClass;
            }

            /** Returns the type of a column with such values. */
            public Scalar.Kind sqlKind() {
                return sqlKind;
            }

            /** Returns the keyword of the type. */
            public String keyword() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public String text() {
            return isBoxed ? argumentText() : kind.keyword();
        }

        @Override
        public String argumentText() {
            return kind.wrapperClass.getSimpleName();
        }
    }

    /** A class that corresponds to one SQL type. */
    enum Simple implements JavaType {
        STRING(String.class, "TEXT", null),
        /** A String that holds JSON. */
        JSON(String.class, "JSON", Scalar.Kind.JSON),
        BIG_DECIMAL(BigDecimal.class, "DECIMAL", null),
        BIG_INTEGER(BigInteger.class, "LARGE_INT", Scalar.Kind.LARGEINT),
        LOCAL_DATE(LocalDate.class, "DATE", Scalar.Kind.DATE),
        LOCAL_DATE_TIME(LocalDateTime.class, "DATE_TIME", Scalar.Kind.DATETIME),
        BYTES(byte[].class, "BINARY", null),
        BITMAP(Bitmap.class, "BITMAP", Scalar.Kind.BITMAP),
        HLL(Hll.class, "HLL", Scalar.Kind.HLL),
        PERCENTILE(Percentile.class, "PERCENTILE", Scalar.Kind.PERCENTILE),
        STATE(State.class, "STATE", null);

        private final Class<?> javaClass;
        private final String valueTypeConstant;
        private final Scalar.@Nullable Kind sqlKind;

        /**
         * @param valueTypeConstant the name of the constant of the runtime's {@code ValueType} that reads and writes
         *     such values
         * @param sqlKind the type of a column with such values, if the type has no parameters
         */
        Simple(Class<?> javaClass, String valueTypeConstant, Scalar.@Nullable Kind sqlKind) {
            this.javaClass = javaClass;
            this.valueTypeConstant = valueTypeConstant;
            this.sqlKind = sqlKind;
        }

        public Class<?> javaClass() {
            return javaClass;
        }

        public String valueTypeConstant() {
            return valueTypeConstant;
        }

        public Optional<Scalar.Kind> sqlKind() {
            return Optional.ofNullable(sqlKind);
        }

        @Override
        public String text() {
            return this == JSON ? "@Json String" : javaClass.getSimpleName();
        }
    }

    /** An enum, stored by the names of its constants. */
    record Enumeration(JavaClassName name, List<String> constants) implements JavaType {
        public Enumeration {
            constants = List.copyOf(constants);
        }

        /** Returns those of the other constants that this enum does not have. */
        public List<String> findUnknownConstants(List<String> otherConstants) {
            return otherConstants.stream()
                    .filter(constant -> !constants.contains(constant))
                    .toList();
        }

        @Override
        public String text() {
            return name.simpleName();
        }
    }

    /** A {@code java.util.List}: an ARRAY. */
    record JavaListType(JavaType element) implements JavaType {
        @Override
        public String text() {
            return "List<" + element.argumentText() + ">";
        }
    }

    /** A {@code java.util.Map}: a MAP. */
    record JavaMapType(JavaType key, JavaType value) implements JavaType {
        @Override
        public String text() {
            return "Map<" + key.argumentText() + ", " + value.argumentText() + ">";
        }
    }

    /** A nested record: a STRUCT. */
    record Struct(JavaClassName name, List<Field> fields) implements JavaType {
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public String text() {
            return name.simpleName();
        }
    }

    /**
     * A field of a STRUCT.
     *
     * @param accessor the name of the record component
     * @param name the name of the field in SQL
     */
    record Field(String accessor, String name, JavaType type) {}
}
