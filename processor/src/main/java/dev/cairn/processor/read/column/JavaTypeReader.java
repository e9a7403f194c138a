package dev.cairn.processor.read.column;

import dev.cairn.annotation.Json;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.processor.read.written.CompileContext;
import dev.cairn.processor.read.written.TypedComponent;
import dev.cairn.processor.read.written.UnreadableDeclarationException;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** What a component is in Java, where that has a column. */
final class JavaTypeReader {
    private final CompileContext compile;
    private final Findings findings;
    private final StructReader structs;

    JavaTypeReader(CompileContext compile, Findings findings, StructReader structs) {
        this.compile = compile;
        this.findings = findings;
        this.structs = structs;
    }

    JavaType of(TypeMirror type, TypedComponent subject) {
        if (type.getKind().isPrimitive()) {
            return primitive(type, subject);
        }
        return switch (type.getKind()) {
            case ARRAY -> array((ArrayType) type, subject);
            case DECLARED -> declared((DeclaredType) type, subject);
            case ERROR -> throw UnreadableDeclarationException.missing(type.toString(), subject.place());
            default -> throw unsupported(type, "write a class that is known when the record is compiled", subject);
        };
    }

    private JavaType primitive(TypeMirror type, TypedComponent subject) {
        if (type.getKind() == TypeKind.CHAR) {
            throw unsupported(type, KnownClasses.instead("java.lang.Character"), subject);
        }
        return new Primitive(Primitive.Kind.valueOf(type.getKind().name()), false);
    }

    private JavaType array(ArrayType type, TypedComponent subject) {
        if (type.getComponentType().getKind() == TypeKind.BYTE) {
            return Simple.BYTES;
        }
        throw unsupported(type, "write List<…> of its elements", subject);
    }

    private JavaType declared(DeclaredType type, TypedComponent subject) {
        TypeElement element = (TypeElement) type.asElement();
        String name = element.getQualifiedName().toString();
        if (name.equals(KnownClasses.LIST)) {
            return new JavaType.ListOf(argument(type, 0, subject));
        }
        if (name.equals(KnownClasses.MAP)) {
            return new JavaType.MapOf(argument(type, 0, subject), argument(type, 1, subject));
        }
        JavaType java = KnownClasses.simple(name).orElseGet(() -> declaredHere(type, element, subject));
        return java == Simple.STRING && holdsJson(type) ? Simple.JSON : java;
    }

    private static boolean holdsJson(TypeMirror type) {
        String json = Json.class.getName();
        return type.getAnnotationMirrors().stream()
                .anyMatch(mirror -> mirror.getAnnotationType().toString().equals(json));
    }

    private JavaType argument(DeclaredType type, int index, TypedComponent subject) {
        List<? extends TypeMirror> arguments = type.getTypeArguments();
        if (arguments.isEmpty()) {
            throw unsupported(type, "write what stands in it, as in List<String> or Map<String, Integer>", subject);
        }
        return of(arguments.get(index), subject);
    }

    private JavaType declaredHere(DeclaredType type, TypeElement element, TypedComponent subject) {
        if (element.getKind() == ElementKind.ENUM) {
            requireVisible(element, subject);
            return new JavaType.Enumeration(compile.name(element));
        }
        if (!CompileContext.isRecord(element)) {
            throw unsupported(
                    type, KnownClasses.instead(element.getQualifiedName().toString()), subject);
        }
        if (!element.getTypeParameters().isEmpty()) {
            throw unsupported(type, "write a record without type parameters", subject);
        }
        requireVisible(element, subject);
        return structs.of(element, subject).java();
    }

    private void requireVisible(TypeElement type, TypedComponent subject) {
        if (!compile.isVisible(type, subject.inPackage())) {
            findings.add(FindingCode.HIDDEN_TYPE, subject.place(), subject.name(), compile.name(type));
            throw UnreadableDeclarationException.reported();
        }
    }

    private UnreadableDeclarationException unsupported(TypeMirror type, String instead, TypedComponent subject) {
        findings.add(FindingCode.NO_COLUMN_FOR_TYPE, subject.place(), subject.name(), simple(type), instead);
        return UnreadableDeclarationException.reported();
    }

    /** As it was written, without packages and annotations. */
    private static String simple(TypeMirror type) {
        if (type instanceof DeclaredType declared) {
            return declared.asElement().getSimpleName().toString();
        }
        return type instanceof ArrayType array ? simple(array.getComponentType()) + "[]" : kind(type);
    }

    private static String kind(TypeMirror type) {
        return switch (type.getKind()) {
            case WILDCARD -> "wildcard";
            case TYPEVAR -> "type variable";
            default -> type.getKind().name().toLowerCase(Locale.ROOT);
        };
    }
}
