package dev.cairn.analysis.type;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Optional;

/** Describes how the values of one type convert to another one. */
public enum TypeFit {
    /** Each value is preserved. */
    KEEPS,
    /** A value that does not fit becomes NULL or is truncated. */
    LOSES,
    /** One type can't be converted to the other. */
    NONE;

    private static final List<PrimitiveType> INTEGERS = List.of(
            PrimitiveType.BOOLEAN,
            PrimitiveType.TINYINT,
            PrimitiveType.SMALLINT,
            PrimitiveType.INT,
            PrimitiveType.BIGINT,
            PrimitiveType.LARGEINT);

    public static TypeFit of(Type from, Type to) {
        if (from.equals(to)) {
            return KEEPS;
        }
        if (from.isComplex() || to.isComplex()) {
            return ofNested(from, to);
        }
        PrimitiveType source = PrimitiveType.of(from);
        PrimitiveType target = PrimitiveType.of(to);
        if (source.isMetric() || target.isMetric() || isBinary(source) || isBinary(target)) {
            return source == target ? texts(from, to) : NONE;
        }
        if (!Casts.isPossible(from, to)) {
            return NONE;
        }
        if (target == PrimitiveType.JSON || target == PrimitiveType.VARIANT) {
            return source.isDate() ? NONE : source.isCharacters() ? LOSES : KEEPS;
        }
        if (target.isCharacters()) {
            return source.isCharacters() ? texts(from, to) : ofText(from, (Type.Text) to);
        }
        return numbers(from, to, source, target);
    }

    /** Whether values of the type have fields that can be referred to by name. */
    public static boolean isStruct(Type type) {
        return type instanceof Type.Struct;
    }

    private static boolean isBinary(PrimitiveType type) {
        return type == PrimitiveType.VARBINARY;
    }

    private static TypeFit ofNested(Type from, Type to) {
        if (from instanceof Type.Array array && to instanceof Type.Array into) {
            return of(array.element(), into.element());
        }
        if (from instanceof Type.Map map && to instanceof Type.Map into) {
            return worseOf(of(map.key(), into.key()), of(map.value(), into.value()));
        }
        if (from instanceof Type.Struct struct && to instanceof Type.Struct into) {
            return fields(struct, into);
        }
        PrimitiveType source = PrimitiveType.of(from);
        PrimitiveType target = PrimitiveType.of(to);
        boolean toDocument = target == PrimitiveType.JSON && (from instanceof Type.Struct || from instanceof Type.Map);
        boolean document =
                source == PrimitiveType.JSON || source == PrimitiveType.VARIANT || target == PrimitiveType.VARIANT;
        boolean possible = (document || source.isCharacters()) && Casts.isPossible(from, to);
        return possible || toDocument ? LOSES : NONE;
    }

    /** Fields are matched by name, regardless of their position. */
    private static TypeFit fields(Type.Struct from, Type.Struct to) {
        if (from.fields().stream().noneMatch(field -> isKept(field, to))) {
            return NONE;
        }
        TypeFit fit = KEEPS;
        for (Type.Field field : from.fields()) {
            fit = worseOf(
                    fit,
                    isKept(field, to)
                            ? of(
                                    field.type(),
                                    find(to, field.name()).orElseThrow().type())
                            : LOSES);
        }
        return fit;
    }

    /** Whether a struct has a field for the values of a field of another struct. */
    public static boolean isKept(Type.Field field, Type.Struct in) {
        return find(in, field.name())
                .filter(keptField -> of(field.type(), keptField.type()) != NONE)
                .isPresent();
    }

    /** Field names are case-insensitive. */
    public static Optional<Type.Field> find(Type.Struct struct, String name) {
        return struct.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static TypeFit worseOf(TypeFit one, TypeFit other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static TypeFit texts(Type from, Type to) {
        boolean longer =
                from instanceof Type.Text text && to instanceof Type.Text into && into.length() >= text.length();
        return longer ? KEEPS : LOSES;
    }

    /** Compares the length of the text type with the longest text of a value, including its sign and its point. */
    private static TypeFit ofText(Type from, Type.Text to) {
        if (from instanceof Type.Decimal decimal) {
            return to.length() >= decimal.precision() + 3 ? KEEPS : LOSES;
        }
        int longest = switch (PrimitiveType.of(from)) {
            case BOOLEAN -> 1;
            case TINYINT -> 4;
            case SMALLINT -> 6;
            case INT -> 11;
            case BIGINT -> 20;
            case LARGEINT -> 40;
            case FLOAT -> 16;
            case DOUBLE -> 24;
            case DATE -> 10;
            case DATETIME -> 26;
            default -> Integer.MAX_VALUE;
        };
        return to.length() >= longest ? KEEPS : LOSES;
    }

    private static TypeFit numbers(Type from, Type to, PrimitiveType source, PrimitiveType target) {
        int width = INTEGERS.indexOf(source);
        int targetWidth = INTEGERS.indexOf(target);
        if (width >= 0 && targetWidth >= 0) {
            return width <= targetWidth ? KEEPS : LOSES;
        }
        if (from instanceof Type.Decimal decimal && to instanceof Type.Decimal into) {
            boolean whole = into.precision() - into.scale() >= decimal.precision() - decimal.scale();
            return whole && into.scale() >= decimal.scale() ? KEEPS : LOSES;
        }
        if (source == PrimitiveType.FLOAT && target == PrimitiveType.DOUBLE) {
            return KEEPS;
        }
        if (source == PrimitiveType.DATE && target == PrimitiveType.DATETIME) {
            return KEEPS;
        }
        boolean small = width >= 0 && width <= INTEGERS.indexOf(PrimitiveType.INT);
        return small && target == PrimitiveType.DOUBLE ? KEEPS : LOSES;
    }
}
