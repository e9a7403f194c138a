package dev.cairn.processor.read.column;

import dev.cairn.annotation.Json;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.FindingSite;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.TypedComponent;
import dev.cairn.processor.read.annotation.TypedComponent.Sizes;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.Sql;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Scalar;
import java.nio.charset.StandardCharsets;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Reads the SQL type of a component from its annotations or, if it has none, from its Java type. Both must agree: an
 * annotation may choose among the SQL types of a Java type, but not contradict it.
 */
final class SqlTypeReader {
    /** The length in bytes of a text for an enum is a multiple of this number. */
    private static final int ENUM_LENGTH_STEP = 16;

    private final Findings findings;
    private final StructReader structReader;
    private final FragmentReader fragmentReader;

    SqlTypeReader(Findings findings, StructReader structReader) {
        this.findings = findings;
        this.structReader = structReader;
        this.fragmentReader = new FragmentReader(findings);
    }

    /**
     * Returns the annotation that declares the SQL type; null without such an annotation.
     *
     * @throws UnreadableDeclarationException if there are several such annotations, which is reported
     */
    @Nullable
    WrittenAnnotation readTypeAnnotation(CairnAnnotations annotations) {
        WrittenAnnotation annotation = null;
        for (String name : AnnotationPlacementCheck.SQL_TYPE_ANNOTATIONS) {
            WrittenAnnotation candidate = annotations.findFirst(name);
            if (candidate != null && annotation != null) {
                throw UnreadableDeclarationException.report(
                        findings, CompileRule.CONTRADICTION, candidate.place(), "@" + annotation.name(), "@" + name);
            }
            annotation = candidate == null ? annotation : candidate;
        }
        return annotation;
    }

    /** Returns the JSON type for a String with {@code @Json}, and any other type as it is. */
    static JavaType applyJson(JavaType javaType, CairnAnnotations annotations) {
        return annotations.hasAnnotation(Json.class) && javaType == Simple.STRING ? Simple.JSON : javaType;
    }

    /**
     * Reads the SQL type of a component or a type argument.
     *
     * @param annotation the annotation that declares the type; null if the Java type determines it
     * @throws UnreadableDeclarationException if the annotation does not match the Java type, or if the type is invalid
     *     or undetermined, which is reported
     */
    Type read(
            TypeMirror typeMirror,
            JavaType javaType,
            @Nullable WrittenAnnotation annotation,
            TypedComponent typedComponent) {
        if (annotation == null) {
            return inferType(typeMirror, javaType, typedComponent);
        }
        if (!annotation.name().equals("SqlType") && !isApplicable(annotation.name(), javaType)) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.TYPE_MISMATCH,
                    annotation.place(),
                    annotation.name(),
                    describeExpectedType(annotation.name()),
                    typedComponent.name());
        }
        if (annotation.name().equals("Varchar") && !annotation.hasAttribute("value")) {
            return inferEnumType(javaType, annotation, typedComponent);
        }
        SizeCheck sizeCheck = new SizeCheck(findings, typedComponent.name());
        sizeCheck.requireValidNumbers(annotation);
        WrittenAnnotation.Text typeText = renderType(annotation);
        Type type = fragmentReader.read(typeText, SqlFragment::parseType);
        if (type == null) {
            throw UnreadableDeclarationException.ofReported();
        }
        sizeCheck.requirePositiveSizes(type, typeText.place());
        return type;
    }

    /** Returns the type for the constants of an enum, with room for further constants of a similar length. */
    private Type inferEnumType(JavaType javaType, WrittenAnnotation annotation, TypedComponent typedComponent) {
        if (javaType instanceof JavaType.Enumeration enumeration) {
            int maxByteCount = enumeration.constants().stream()
                    .mapToInt(constant -> constant.getBytes(StandardCharsets.UTF_8).length)
                    .max()
                    .orElse(1);
            return createTextType(
                    Type.Text.Kind.VARCHAR,
                    (maxByteCount + ENUM_LENGTH_STEP - 1) / ENUM_LENGTH_STEP * ENUM_LENGTH_STEP);
        }
        throw UnreadableDeclarationException.report(
                findings,
                CompileRule.INCOMPLETE,
                annotation.place(),
                "@Varchar on '" + typedComponent.name() + "'",
                "a length, as in @Varchar(64)");
    }

    private static boolean isApplicable(String annotationName, JavaType javaType) {
        return switch (annotationName) {
            case "Varchar", "Char" -> javaType == Simple.STRING || javaType instanceof JavaType.Enumeration;
            case "Json" -> javaType == Simple.STRING || javaType == Simple.JSON;
            case "Decimal" -> javaType == Simple.BIG_DECIMAL;
            default -> javaType == Simple.BYTES;
        };
    }

    private static String describeExpectedType(String annotationName) {
        return switch (annotationName) {
            case "Varchar", "Char" -> "a String or an enum";
            case "Json" -> "a String";
            case "Decimal" -> "a BigDecimal";
            default -> "a byte[]";
        };
    }

    /** Returns the SQL text of the type that an annotation declares. */
    private static WrittenAnnotation.Text renderType(WrittenAnnotation annotation) {
        return switch (annotation.name()) {
            case "SqlType" -> annotation.requireText("value");
            case "Json" -> new WrittenAnnotation.Text("json", annotation.place());
            case "Decimal" ->
                new WrittenAnnotation.Text(
                        "decimal(" + annotation.numberOrDefault("precision", 0) + ", "
                                + annotation.numberOrDefault("scale", 0) + ")",
                        annotation.place());
            default ->
                new WrittenAnnotation.Text(
                        annotation.name() + "(" + annotation.numberOrDefault("value", 0) + ")", annotation.place());
        };
    }

    private Type inferType(TypeMirror typeMirror, JavaType javaType, TypedComponent typedComponent) {
        if (javaType instanceof JavaType.Primitive primitive) {
            return new Scalar(primitive.kind().sqlKind());
        }
        if (javaType instanceof JavaType.Enumeration) {
            return createTextType(Type.Text.Kind.VARCHAR, Type.Text.STRING_LENGTH);
        }
        if (javaType instanceof JavaType.JavaListType listType) {
            return new Type.Array(readNestedType(typeMirror, 0, listType.element(), typedComponent));
        }
        if (javaType instanceof JavaType.JavaMapType mapType) {
            Type keyType = readNestedType(typeMirror, 0, mapType.key(), typedComponent);
            Type type = new Type.Map(keyType, readNestedType(typeMirror, 1, mapType.value(), typedComponent));
            requireValid(type, typedComponent.place());
            return type;
        }
        if (javaType instanceof JavaType.Struct) {
            return structReader
                    .read((TypeElement) ((DeclaredType) typeMirror).asElement(), typedComponent)
                    .sqlType();
        }
        return inferSimpleType((Simple) javaType, typedComponent);
    }

    private Type inferSimpleType(Simple javaType, TypedComponent typedComponent) {
        return switch (javaType) {
            case STRING, JSON -> createTextType(Type.Text.Kind.VARCHAR, Type.Text.STRING_LENGTH);
            case BYTES -> createTextType(Type.Text.Kind.VARBINARY, Type.Text.UNSPECIFIED_LENGTH);
            case BIG_DECIMAL -> {
                if (typedComponent.sizes() != Sizes.DECLARED) {
                    yield new Type.Decimal(
                            Type.Decimal.Kind.DECIMAL,
                            Type.Decimal.UNSPECIFIED_DIGITS,
                            Type.Decimal.UNSPECIFIED_DIGITS);
                }
                throw reportUndeterminedType(
                        "BigDecimal", "its precision and scale", "@Decimal(precision = …, scale = …)", typedComponent);
            }
            case STATE ->
                throw reportUndeterminedType(
                        "State", "its aggregate function", "@StateOf, as in @StateOf(\"avg(bigint)\")", typedComponent);
            default -> new Scalar(javaType.sqlKind().orElseThrow());
        };
    }

    private static Type createTextType(Type.Text.Kind kind, int length) {
        return new Type.Text(kind, length);
    }

    private UnreadableDeclarationException reportUndeterminedType(
            String typeName, String missingPart, String remedy, TypedComponent typedComponent) {
        return UnreadableDeclarationException.report(
                findings,
                CompileRule.UNDETERMINED_TYPE,
                typedComponent.place(),
                typedComponent.name(),
                typeName,
                missingPart,
                remedy);
    }

    /**
     * Returns the SQL type of a type argument with its annotations. Not every javac reads these annotations from class
     * files. In a record without source, a type argument that may have a length is therefore refused if it has no
     * annotation.
     */
    private Type readNestedType(TypeMirror outerType, int index, JavaType javaType, TypedComponent typedComponent) {
        TypeMirror argumentType = ((DeclaredType) outerType).getTypeArguments().get(index);
        FindingSite site = new FindingSite(
                typedComponent.site().placeRegistry(), typedComponent.site().element(), typedComponent.place());
        WrittenAnnotation annotation =
                readTypeAnnotation(CairnAnnotations.of(site, CairnAnnotations.findTypeAnnotationMirrors(argumentType)));
        boolean needsSize = typedComponent.sizes() != Sizes.IRRELEVANT && mayBeSized(javaType);
        if (annotation == null && typedComponent.site().overridingPlace() != null && needsSize) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.LOST_ANNOTATIONS, typedComponent.place(), typedComponent.name());
        }
        return read(argumentType, javaType, annotation, typedComponent);
    }

    /** Returns whether annotations may declare a length or digits for values of a Java type. */
    private static boolean mayBeSized(JavaType javaType) {
        return javaType == Simple.STRING
                || javaType == Simple.BYTES
                || javaType == Simple.BIG_DECIMAL
                || javaType instanceof JavaType.Enumeration;
    }

    /**
     * Requires that a type obeys the rules that Java types do not have: about the keys of maps, and about field names
     * that differ only by case.
     *
     * @throws UnreadableDeclarationException if the type is invalid, which is reported
     */
    void requireValid(Type type, Place place) {
        if (fragmentReader.read(new WrittenAnnotation.Text(Sql.render(type), place), SqlFragment::parseType) == null) {
            throw UnreadableDeclarationException.ofReported();
        }
    }
}
