package dev.cairn.processor.read.column;

import dev.cairn.annotation.Json;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.TypedComponent;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenType;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * Reads the Java type of a component, and reports types that have no SQL type. The result is independent of javac, so
 * that later stages and generated sources use it without elements.
 */
public final class JavaTypeReader {
    private static final String LIST_CLASS = List.class.getName();
    private static final String MAP_CLASS = Map.class.getName();

    private static final String LOCAL_DATE_TIME_REMEDY =
            "use LocalDateTime in a time zone of your choice, because DATETIME has no time zone";
    private static final String LIST_REMEDY = "use List<…> of its elements";
    private static final String MAP_REMEDY = "use Map<…> of its keys and values";
    private static final String OPTIONAL_REMEDY = "use the type of its value, with NULL for an absent value";

    private static final Map<String, String> REMEDY_BY_CLASS_NAME = Map.ofEntries(
            Map.entry("java.lang.Object", "use the type of its values, or @Json String for values of any type"),
            Map.entry("java.lang.Character", "use @Varchar(4) String, because a character has up to 4 bytes"),
            Map.entry("java.lang.CharSequence", "use String"),
            Map.entry("java.lang.Number", "use a specific type such as Long or Double"),
            Map.entry("java.time.Instant", LOCAL_DATE_TIME_REMEDY),
            Map.entry("java.time.OffsetDateTime", LOCAL_DATE_TIME_REMEDY),
            Map.entry("java.time.ZonedDateTime", LOCAL_DATE_TIME_REMEDY),
            Map.entry("java.util.Date", LOCAL_DATE_TIME_REMEDY),
            Map.entry("java.util.Calendar", LOCAL_DATE_TIME_REMEDY),
            Map.entry("java.sql.Timestamp", LOCAL_DATE_TIME_REMEDY),
            Map.entry("java.sql.Date", "use LocalDate"),
            Map.entry("java.time.LocalTime", "use @Varchar(8) String, or int for the seconds of the day"),
            Map.entry("java.sql.Time", "use @Varchar(8) String, or int for the seconds of the day"),
            Map.entry("java.time.Duration", "use long, with the unit in the name of the column"),
            Map.entry("java.time.Year", "use short"),
            Map.entry("java.time.YearMonth", "use LocalDate, the first day of the month"),
            Map.entry("java.util.UUID", "use @Varchar(36) String"),
            Map.entry("java.net.URI", "use String"),
            Map.entry("java.net.URL", "use String"),
            Map.entry("java.util.Optional", OPTIONAL_REMEDY),
            Map.entry("java.util.OptionalInt", "use Integer, with NULL for an absent value"),
            Map.entry("java.util.OptionalLong", "use Long, with NULL for an absent value"),
            Map.entry("java.util.OptionalDouble", "use Double, with NULL for an absent value"),
            Map.entry("java.util.Collection", LIST_REMEDY),
            Map.entry("java.util.Set", LIST_REMEDY),
            Map.entry("java.util.ArrayList", LIST_REMEDY),
            Map.entry("java.lang.Iterable", LIST_REMEDY),
            Map.entry("java.util.HashMap", MAP_REMEDY),
            Map.entry("java.util.LinkedHashMap", MAP_REMEDY),
            Map.entry("java.util.TreeMap", MAP_REMEDY),
            Map.entry("java.util.BitSet", "use Bitmap"));

    private final CompileContext compileContext;
    private final Findings findings;
    private final StructReader structReader;

    JavaTypeReader(CompileContext compileContext, Findings findings, StructReader structReader) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.structReader = structReader;
    }

    /**
     * Reads a type.
     *
     * @throws UnreadableDeclarationException if the type does not exist yet, or if it can't be the type of a column,
     *     which is reported
     */
    public JavaType read(TypeMirror type, TypedComponent typedComponent) {
        if (type.getKind().isPrimitive()) {
            return readPrimitive(type, typedComponent);
        }
        return switch (type.getKind()) {
            case ARRAY -> readArray((ArrayType) type, typedComponent);
            case DECLARED -> readDeclaredType((DeclaredType) type, typedComponent);
            case ERROR ->
                throw UnreadableDeclarationException.ofMissingType(WrittenType.format(type), typedComponent.place());
            default -> throw reportUnsupportedType(type, "use a concrete class", typedComponent);
        };
    }

    private JavaType readPrimitive(TypeMirror type, TypedComponent typedComponent) {
        if (type.getKind() == TypeKind.CHAR) {
            throw reportUnsupportedType(type, describeRemedy("java.lang.Character"), typedComponent);
        }
        return new Primitive(Primitive.Kind.valueOf(type.getKind().name()), false);
    }

    private JavaType readArray(ArrayType type, TypedComponent typedComponent) {
        if (type.getComponentType().getKind() == TypeKind.BYTE) {
            return Simple.BYTES;
        }
        throw reportUnsupportedType(type, LIST_REMEDY, typedComponent);
    }

    private JavaType readDeclaredType(DeclaredType type, TypedComponent typedComponent) {
        TypeElement element = (TypeElement) type.asElement();
        String className = element.getQualifiedName().toString();
        if (className.equals(LIST_CLASS)) {
            return new JavaType.JavaListType(readTypeArgument(type, 0, typedComponent));
        }
        if (className.equals(MAP_CLASS)) {
            JavaType keyType = readTypeArgument(type, 0, typedComponent);
            if (isNested(keyType) || keyType == Simple.JSON) {
                throw reportUnsupportedType(
                        type, "use keys of a simple type, such as String, Integer or LocalDate", typedComponent);
            }
            return new JavaType.JavaMapType(keyType, readTypeArgument(type, 1, typedComponent));
        }
        JavaType javaType = JavaType.find(className).orElseGet(() -> readUserType(type, element, typedComponent));
        return javaType == Simple.STRING && hasJsonAnnotation(type) ? Simple.JSON : javaType;
    }

    private static boolean isNested(JavaType type) {
        return type instanceof JavaType.JavaListType
                || type instanceof JavaType.JavaMapType
                || type instanceof JavaType.Struct;
    }

    private static boolean hasJsonAnnotation(TypeMirror type) {
        String annotationName = Json.class.getName();
        return type.getAnnotationMirrors().stream()
                .anyMatch(mirror -> mirror.getAnnotationType().toString().equals(annotationName));
    }

    private JavaType readTypeArgument(DeclaredType type, int index, TypedComponent typedComponent) {
        List<? extends TypeMirror> typeArguments = type.getTypeArguments();
        if (typeArguments.isEmpty()) {
            throw reportUnsupportedType(
                    type, "add type arguments, as in List<String> or Map<String, Integer>", typedComponent);
        }
        TypeMirror argument = typeArguments.get(index);
        if (argument.getKind() == TypeKind.WILDCARD) {
            throw reportUnsupportedType(
                    type, "write a class instead of " + WrittenType.format(argument), typedComponent);
        }
        return read(argument, typedComponent);
    }

    /** Reads an enum or a record; any other class is reported. */
    private JavaType readUserType(DeclaredType type, TypeElement element, TypedComponent typedComponent) {
        if (element.getKind() == ElementKind.ENUM) {
            requireVisible(element, typedComponent);
            return compileContext.createEnumeration(element);
        }
        if (!CompileContext.isRecord(element)) {
            throw reportUnsupportedType(
                    type, describeRemedy(element.getQualifiedName().toString()), typedComponent);
        }
        if (!element.getTypeParameters().isEmpty()) {
            throw reportUnsupportedType(type, "use a record without type parameters", typedComponent);
        }
        requireVisible(element, typedComponent);
        return structReader.read(element, typedComponent).javaType();
    }

    /**
     * Requires that the generated code can access a type.
     *
     * @throws UnreadableDeclarationException if it can't, which is reported
     */
    public void requireVisible(TypeElement type, TypedComponent typedComponent) {
        if (!compileContext.isVisible(type, typedComponent.packageName())) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.HIDDEN_TYPE,
                    typedComponent.place(),
                    typedComponent.name(),
                    compileContext.toJavaName(type));
        }
    }

    private UnreadableDeclarationException reportUnsupportedType(
            TypeMirror type, String remedy, TypedComponent typedComponent) {
        return UnreadableDeclarationException.report(
                findings,
                CompileRule.NO_COLUMN_FOR_TYPE,
                typedComponent.place(),
                typedComponent.name(),
                WrittenType.format(type),
                remedy);
    }

    private static String describeRemedy(String qualifiedName) {
        return REMEDY_BY_CLASS_NAME.getOrDefault(
                qualifiedName,
                "use another type, such as a record for a STRUCT, an enum, or String with @Json or @SqlType");
    }
}
