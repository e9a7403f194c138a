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

    public static TypeFit of(Type sourceType, Type targetType) {
        if (sourceType.equals(targetType)) {
            return KEEPS;
        }
        if (sourceType.isComplex() || targetType.isComplex()) {
            return ofNested(sourceType, targetType);
        }
        PrimitiveType source = PrimitiveType.of(sourceType);
        PrimitiveType target = PrimitiveType.of(targetType);
        if (source.isMetric() || target.isMetric() || isBinary(source) || isBinary(target)) {
            return source == target ? ofTexts(sourceType, targetType) : NONE;
        }
        if (!Casts.isPossible(sourceType, targetType)) {
            return NONE;
        }
        if (target == PrimitiveType.JSON || target == PrimitiveType.VARIANT) {
            return source.isDate() ? NONE : source.isCharacters() ? LOSES : KEEPS;
        }
        if (target.isCharacters()) {
            return source.isCharacters() ? ofTexts(sourceType, targetType) : ofText(sourceType, (Type.Text) targetType);
        }
        return ofNumbers(sourceType, targetType, source, target);
    }

    /** Whether values of the type have fields that can be referred to by name. */
    public static boolean isStruct(Type type) {
        return type instanceof Type.Struct;
    }

    private static boolean isBinary(PrimitiveType type) {
        return type == PrimitiveType.VARBINARY;
    }

    private static TypeFit ofNested(Type sourceType, Type targetType) {
        if (sourceType instanceof Type.Array array && targetType instanceof Type.Array into) {
            return of(array.element(), into.element());
        }
        if (sourceType instanceof Type.Map map && targetType instanceof Type.Map into) {
            return worseOf(of(map.key(), into.key()), of(map.value(), into.value()));
        }
        if (sourceType instanceof Type.Struct struct && targetType instanceof Type.Struct into) {
            return ofFields(struct, into);
        }
        PrimitiveType source = PrimitiveType.of(sourceType);
        PrimitiveType target = PrimitiveType.of(targetType);
        boolean toDocument =
                target == PrimitiveType.JSON && (sourceType instanceof Type.Struct || sourceType instanceof Type.Map);
        boolean document =
                source == PrimitiveType.JSON || source == PrimitiveType.VARIANT || target == PrimitiveType.VARIANT;
        boolean possible = (document || source.isCharacters()) && Casts.isPossible(sourceType, targetType);
        return possible || toDocument ? LOSES : NONE;
    }

    /** Fields are matched by name, regardless of their position. */
    private static TypeFit ofFields(Type.Struct sourceType, Type.Struct targetType) {
        if (sourceType.fields().stream().noneMatch(field -> hasCounterpart(field, targetType))) {
            return NONE;
        }
        TypeFit fit = KEEPS;
        for (Type.Field field : sourceType.fields()) {
            fit = worseOf(
                    fit,
                    hasCounterpart(field, targetType)
                            ? of(
                                    field.type(),
                                    findField(targetType, field.name())
                                            .orElseThrow()
                                            .type())
                            : LOSES);
        }
        return fit;
    }

    /** Whether a struct has a field for the values of a field of another struct. */
    public static boolean hasCounterpart(Type.Field field, Type.Struct target) {
        return findField(target, field.name())
                .filter(keptField -> of(field.type(), keptField.type()) != NONE)
                .isPresent();
    }

    /** Field names are case-insensitive. */
    public static Optional<Type.Field> findField(Type.Struct struct, String name) {
        return struct.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static TypeFit worseOf(TypeFit one, TypeFit other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static TypeFit ofTexts(Type sourceType, Type targetType) {
        boolean longer = sourceType instanceof Type.Text text
                && targetType instanceof Type.Text into
                && into.length() >= text.length();
        return longer ? KEEPS : LOSES;
    }

    /** Compares the length of a text type with that of the longest text of a value, including its sign and point. */
    private static TypeFit ofText(Type sourceType, Type.Text targetType) {
        if (sourceType instanceof Type.Decimal decimal) {
            return targetType.length() >= decimal.precision() + 3 ? KEEPS : LOSES;
        }
        int longest = switch (PrimitiveType.of(sourceType)) {
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
        return targetType.length() >= longest ? KEEPS : LOSES;
    }

    private static TypeFit ofNumbers(Type sourceType, Type targetType, PrimitiveType source, PrimitiveType target) {
        int width = INTEGERS.indexOf(source);
        int targetWidth = INTEGERS.indexOf(target);
        if (width >= 0 && targetWidth >= 0) {
            return width <= targetWidth ? KEEPS : LOSES;
        }
        if (sourceType instanceof Type.Decimal decimal && targetType instanceof Type.Decimal into) {
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
