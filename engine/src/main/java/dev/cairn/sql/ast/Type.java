package dev.cairn.sql.ast;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The type of a column or of an expression. The parser has already normalized it to the server's terms: INTEGER and
 * INT(5) are {@code Scalar(INT)}, STRING and TEXT are {@code Text(VARCHAR, 65533)}, NUMERIC(9) is
 * {@code Decimal(DECIMAL, 9, 0)}.
 */
public sealed interface Type {
    /** Returns whether the type is an ARRAY, MAP or STRUCT. */
    default boolean isNested() {
        return this instanceof Nested;
    }

    /** Returns the types in a nested type, in the order of its notation; empty for other types. */
    default List<Type> componentTypes() {
        return List.of();
    }

    /** Returns whether the condition holds for each component type; true if the type has no components. */
    default boolean allComponentsMatch(Predicate<Type> condition) {
        for (Type component : componentTypes()) {
            if (!condition.test(component)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the type with each component type replaced by the result of the function; this instance if none changes.
     */
    default Type mapComponentTypes(UnaryOperator<Type> mapping) {
        if (!(this instanceof Nested nestedType)) {
            return this;
        }
        List<Type> components = componentTypes();
        List<Type> mappedTypes = new ArrayList<>(components.size());
        boolean isUnchanged = true;
        for (Type component : components) {
            Type mappedType = mapping.apply(component);
            isUnchanged &= mappedType == component;
            mappedTypes.add(mappedType);
        }
        return isUnchanged ? this : nestedType.withComponentTypes(mappedTypes);
    }

    /** A type that consists of other types. */
    sealed interface Nested extends Type {
        @Override
        List<Type> componentTypes();

        /**
         * Returns the same kind of type with other component types, which must be as many as {@link #componentTypes()}.
         */
        Nested withComponentTypes(List<Type> components);

        /** Returns whether both types are arrays, or maps, or structs with the same number of fields. */
        default boolean hasShapeOf(Type other) {
            return getClass() == other.getClass()
                    && componentTypes().size() == other.componentTypes().size();
        }

        /**
         * Returns whether both types have the same shape, and the condition holds for each component type and its
         * counterpart.
         */
        default boolean matchesByComponent(Type other, BiPredicate<Type, Type> condition) {
            boolean matches = hasShapeOf(other);
            for (int i = 0; matches && i < componentTypes().size(); i++) {
                matches = condition.test(
                        componentTypes().get(i), other.componentTypes().get(i));
            }
            return matches;
        }
    }

    /** A type without parameters. */
    record Scalar(Kind kind) implements Type {
        public enum Kind {
            BOOLEAN,
            TINYINT("(4)"),
            SMALLINT("(6)"),
            INT("(11)"),
            BIGINT("(20)"),
            LARGEINT("(40)"),
            FLOAT,
            DOUBLE,
            DATE,
            DATETIME,
            TIME,
            JSON,
            BITMAP,
            HLL,
            PERCENTILE,
            VARIANT,
            /** BIGINT since 4.0 and INT before; the version of the server decides. */
            SIGNED,
            /** The type of the literal NULL until the context determines another one; no statement can name it. */
            NULL;

            private final String columnText;

            Kind() {
                this("");
            }

            Kind(String width) {
                columnText = name().toLowerCase(Locale.ROOT) + width;
            }

            /** Returns the type of a column as the server shows it, {@code int(11)}. */
            public String columnText() {
                return columnText;
            }
        }
    }

    /** CHAR, VARCHAR and VARBINARY; lengths are in bytes, {@link #UNSPECIFIED_LENGTH} if not specified. */
    record Text(Kind kind, int length) implements Type {
        public static final int UNSPECIFIED_LENGTH = -1;
        /** The length of STRING and TEXT. */
        public static final int STRING_LENGTH = 65533;

        /** The type that STRING and TEXT stand for. */
        public static final Text STRING = new Text(Kind.VARCHAR, STRING_LENGTH);

        /** The maximum length of VARCHAR and VARBINARY; strings that expressions compute have this length. */
        public static final int MAX_LENGTH = 1048576;

        public enum Kind {
            CHAR,
            VARCHAR,
            VARBINARY
        }
    }

    /**
     * A decimal. If its kind is {@code DECIMAL}, the precision determines the storage class: {@link Kind#of}. A decimal
     * with {@link #UNSPECIFIED_DIGITS} digits stands for any decimal of its kind.
     */
    record Decimal(Kind kind, int precision, int scale) implements Type {
        public static final int UNSPECIFIED_DIGITS = -1;
        public static final int MAX_DIGITS = 76;

        /** The storage class, which limits the number of digits; {@code DECIMAL} is a type without a storage class. */
        public enum Kind {
            DECIMAL(MAX_DIGITS),
            DECIMALV2(27),
            DECIMAL32(9),
            DECIMAL64(18),
            DECIMAL128(38),
            DECIMAL256(MAX_DIGITS);

            private final int maxDigits;

            Kind(int maxDigits) {
                this.maxDigits = maxDigits;
            }

            /**
             * Returns the storage class for a precision. The server never chooses DECIMAL32, because calculations would
             * widen it immediately.
             */
            public static Kind of(int precision) {
                if (precision <= DECIMAL64.maxDigits) {
                    return DECIMAL64;
                }
                return precision <= DECIMAL128.maxDigits ? DECIMAL128 : DECIMAL256;
            }

            public int maxDigits() {
                return maxDigits;
            }
        }

        /** Returns the storage class, which the precision determines if the type does not name it. */
        public Kind storageClass() {
            return kind == Kind.DECIMAL ? Kind.of(precision) : kind;
        }

        /** Returns the decimal that stands for any decimal of the storage class. */
        public static Decimal ofWildcard(Kind kind) {
            return new Decimal(kind, UNSPECIFIED_DIGITS, UNSPECIFIED_DIGITS);
        }

        public boolean isWildcard() {
            return precision == UNSPECIFIED_DIGITS && scale == UNSPECIFIED_DIGITS;
        }
    }

    record Array(Type element) implements Nested {
        @Override
        public List<Type> componentTypes() {
            return List.of(element);
        }

        @Override
        public Array withComponentTypes(List<Type> components) {
            return new Array(components.get(0));
        }
    }

    record Map(Type key, Type value) implements Nested {
        @Override
        public List<Type> componentTypes() {
            return List.of(key, value);
        }

        @Override
        public Map withComponentTypes(List<Type> components) {
            return new Map(components.get(0), components.get(1));
        }
    }

    record Struct(List<Field> fields) implements Nested {
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public List<Type> componentTypes() {
            return fields.stream().map(Field::type).toList();
        }

        @Override
        public Struct withComponentTypes(List<Type> components) {
            List<Field> newFields = new ArrayList<>(fields.size());
            for (Field field : fields) {
                newFields.add(new Field(field.name(), components.get(newFields.size())));
            }
            return new Struct(newFields);
        }

        /** Returns the field with a name; the case is ignored. */
        public Optional<Field> findField(String name) {
            return fields.stream()
                    .filter(field -> field.name().equalsIgnoreCase(name))
                    .findFirst();
        }

        /** Returns whether both structs have the same field names in the same order; the case is ignored. */
        public boolean hasFieldNamesOf(Struct other) {
            boolean hasSameNames = fields.size() == other.fields.size();
            for (int i = 0; hasSameNames && i < fields.size(); i++) {
                hasSameNames = fields.get(i)
                        .name()
                        .equalsIgnoreCase(other.fields.get(i).name());
            }
            return hasSameNames;
        }
    }

    /** A field of a STRUCT; the server's grammar has neither a nullability nor a comment for it. */
    record Field(String name, Type type) {}
}
