package dev.cairn.processor.read.annotation;

import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.Filer;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/**
 * The state of the compilation in one round: elements, types, files, the places to which findings refer, and the types
 * that are compiled from source. The static methods answer questions about an element or a type alone.
 *
 * @param sourceTypeNames the qualified names of the top-level types whose source is part of this compilation
 */
public record CompileContext(
        Elements elements, Types types, Filer filer, PlaceRegistry placeRegistry, Set<String> sourceTypeNames) {
    private static final List<StandardLocation> CLASS_FILE_LOCATIONS =
            List.of(StandardLocation.CLASS_PATH, StandardLocation.CLASS_OUTPUT);

    /** Returns whether an element is compiled from source. The element must be a type, or a part of a type. */
    public boolean hasSource(Element element) {
        return sourceTypeNames.contains(
                outermostType(element).getQualifiedName().toString());
    }

    /** Returns the site of an element whose findings are reported at the element itself. */
    public FindingSite site(Element element) {
        return new FindingSite(placeRegistry, element, null);
    }

    /**
     * Returns the site of an element. Findings about an element without source are reported at the fallback place, if
     * this is not null.
     */
    public FindingSite site(Element element, @Nullable Place fallbackPlace) {
        return new FindingSite(placeRegistry, element, hasSource(element) ? null : fallbackPlace);
    }

    public JavaClassName toJavaName(TypeElement type) {
        Deque<String> names = new ArrayDeque<>();
        for (Element element = type; element instanceof TypeElement; element = element.getEnclosingElement()) {
            names.addFirst(element.getSimpleName().toString());
        }
        return new JavaClassName(packageName(type), List.copyOf(names));
    }

    public String packageName(Element element) {
        return elements.getPackageOf(element).getQualifiedName().toString();
    }

    /** Returns the class file of a type; empty if the compiler found the type elsewhere, such as on the source path. */
    public Optional<byte[]> readClassFile(TypeElement type) {
        String packageName = packageName(type);
        String binaryName = elements.getBinaryName(type).toString();
        String fileName = binaryName.substring(binaryName.lastIndexOf('.') + 1) + ".class";
        ModuleElement module = elements.getModuleOf(type);
        if (module != null && !module.isUnnamed()) {
            Optional<byte[]> moduleFile =
                    readFile(StandardLocation.MODULE_PATH, module.getQualifiedName() + "/" + packageName, fileName);
            if (moduleFile.isPresent()) {
                return moduleFile;
            }
        }
        return CLASS_FILE_LOCATIONS.stream()
                .flatMap(location -> readFile(location, packageName, fileName).stream())
                .findFirst();
    }

    private Optional<byte[]> readFile(StandardLocation location, String packageName, String fileName) {
        try (InputStream input =
                filer.getResource(location, packageName, fileName).openInputStream()) {
            return Optional.of(input.readAllBytes());
        } catch (IOException | IllegalArgumentException ignored) {
            // Compilers differ in how they say that a location does not exist or does not have a file.
            return Optional.empty();
        }
    }

    /** Returns whether the type and all types around it are public. */
    public static boolean isPublic(TypeElement type) {
        for (Element element = type; element instanceof TypeElement; element = element.getEnclosingElement()) {
            if (!element.getModifiers().contains(Modifier.PUBLIC)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the type or a type around it is private. */
    public static boolean isPrivate(TypeElement type) {
        for (Element element = type; element instanceof TypeElement; element = element.getEnclosingElement()) {
            if (element.getModifiers().contains(Modifier.PRIVATE)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether generated classes of a package can refer to a type: it is public, or not private in their
     * package.
     */
    public boolean isVisible(TypeElement type, String packageName) {
        return isPublic(type) || (!isPrivate(type) && packageName(type).equals(packageName));
    }

    public static boolean isRecord(TypeElement type) {
        return type.getKind() == ElementKind.RECORD;
    }

    /**
     * Returns the class or interface that a value names; null if it names another type, such as {@code int}.
     *
     * @param place the place of the value, for the exception about a missing type
     * @throws UnreadableDeclarationException if the value is not resolved, or if the type does not exist yet
     */
    public @Nullable TypeElement findNamedType(AnnotationValue value, Place place) {
        if (!(value.getValue() instanceof TypeMirror type)) {
            throw UnreadableDeclarationException.ofUnresolvedValue(value.toString());
        }
        if (type.getKind() == TypeKind.ERROR) {
            throw UnreadableDeclarationException.ofMissingType(type.toString(), place);
        }
        return type instanceof DeclaredType declaredType && declaredType.asElement() instanceof TypeElement element
                ? element
                : null;
    }

    /** Returns the element of a type that is a record; empty for other types. */
    public static Optional<TypeElement> findRecord(TypeMirror type) {
        return type instanceof DeclaredType declaredType
                        && declaredType.asElement() instanceof TypeElement element
                        && isRecord(element)
                ? Optional.of(element)
                : Optional.empty();
    }

    public static String qualifiedName(DeclaredType type) {
        return ((TypeElement) type.asElement()).getQualifiedName().toString();
    }

    private static TypeElement outermostType(Element element) {
        Element outermostElement = element;
        for (Element enclosingElement = element;
                enclosingElement != null;
                enclosingElement = enclosingElement.getEnclosingElement()) {
            if (enclosingElement instanceof TypeElement) {
                outermostElement = enclosingElement;
            }
        }
        return (TypeElement) outermostElement;
    }

    /** Returns an enum with its constants. */
    public JavaType.Enumeration createEnumeration(TypeElement type) {
        return new JavaType.Enumeration(
                toJavaName(type),
                type.getEnclosedElements().stream()
                        .filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT)
                        .map(constant -> constant.getSimpleName().toString())
                        .toList());
    }
}
