package dev.cairn.processor.read.written;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.read.written.NullnessReader.ClassFileAnnotations.Annotated;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Reads the annotations of JSpecify: which elements are in a null-marked scope, and which components have
 * {@code @Nullable}. They are recognized by their names, because JSpecify is optional.
 *
 * <p>javac reads type annotations from class files since version 22, and ecj never does: for a record without source, its
 * class file is parsed.
 */
public final class NullnessReader {
    private static final String PACKAGE = "org.jspecify.annotations.";
    private static final String NULLABLE = PACKAGE + "Nullable";
    public static final String NULL_MARKED = PACKAGE + "NullMarked";
    private static final String NULL_UNMARKED = PACKAGE + "NullUnmarked";
    private static final Map<String, String> BOXED = Map.of("int", "Integer", "char", "Character");

    private final CompileContext compile;
    private final Findings findings;
    private final Map<TypeElement, Map<String, Set<Annotated>>> classFiles = new HashMap<>();
    private final Map<Element, Boolean> nullMarked = new HashMap<>();

    public NullnessReader(CompileContext compile, Findings findings) {
        this.compile = compile;
        this.findings = findings;
    }

    /**
     * Whether the innermost class, package or module around an element that has {@code @NullMarked} or
     * {@code @NullUnmarked} has the former. An element with both counts as one with neither, as in JSpecify's specification.
     */
    public static boolean isNullMarked(CompileContext compile, Element element) {
        for (Element scope = element; scope != null; scope = scope.getEnclosingElement()) {
            boolean marked = has(scope.getAnnotationMirrors(), NULL_MARKED);
            if (marked != has(scope.getAnnotationMirrors(), NULL_UNMARKED)) {
                return marked;
            }
        }
        Element module = compile.elements().getModuleOf(element);
        return module != null && has(module.getAnnotationMirrors(), NULL_MARKED);
    }

    /** All components of a record have the same answer, because neither annotation is allowed on a component. */
    public boolean isInNullMarked(Component component) {
        Element owner = component.field().getEnclosingElement();
        return owner != null && nullMarked.computeIfAbsent(owner, scope -> isNullMarked(compile, scope));
    }

    /** Whether the type of a component has {@code @Nullable}; on a primitive type, it is an error. */
    public boolean isNullable(Component component, FindingSite site) {
        Set<Annotated> annotated = annotated(component);
        TypeMirror type = component.field().asType();
        if (type.getKind().isPrimitive() && annotated.contains(Annotated.TYPE)) {
            throw nullablePrimitive(type, "remove @Nullable, or use " + boxed(name(type)), component, site);
        }
        if (type instanceof ArrayType array
                && array.getComponentType().getKind().isPrimitive()
                && annotated.contains(Annotated.ARRAY_ELEMENT)) {
            TypeMirror element = array.getComponentType();
            throw nullablePrimitive(
                    element, "remove @Nullable, or use " + name(element) + " @Nullable []", component, site);
        }
        return annotated.contains(Annotated.TYPE);
    }

    /** Whether the values of a type that is not part of a record may be null; null if that is not declared. */
    public static @Nullable Boolean nullness(TypeMirror type, boolean nullMarked) {
        if (type.getKind().isPrimitive()) {
            return false;
        }
        if (has(type.getAnnotationMirrors(), NULLABLE)) {
            return true;
        }
        return nullMarked ? Boolean.FALSE : null;
    }

    private UnreadableDeclarationException nullablePrimitive(
            TypeMirror type, String remedy, Component component, FindingSite site) {
        findings.add(FindingCode.NULLABLE_PRIMITIVE, site.place(), component.name(), name(type), remedy);
        return UnreadableDeclarationException.reported();
    }

    private static String name(TypeMirror primitive) {
        return primitive.getKind().name().toLowerCase(Locale.ROOT);
    }

    private static String boxed(String primitive) {
        return BOXED.getOrDefault(
                primitive, primitive.substring(0, 1).toUpperCase(Locale.ROOT) + primitive.substring(1));
    }

    private Set<Annotated> annotated(Component component) {
        Set<Annotated> annotated = EnumSet.noneOf(Annotated.class);
        TypeMirror type = component.field().asType();
        if (has(type.getAnnotationMirrors(), NULLABLE)) {
            annotated.add(Annotated.TYPE);
        }
        if (type instanceof ArrayType array && has(array.getComponentType().getAnnotationMirrors(), NULLABLE)) {
            annotated.add(Annotated.ARRAY_ELEMENT);
        }
        if (annotated.isEmpty()
                && component.field().getEnclosingElement() instanceof TypeElement owner
                && !compile.isSource(owner)
                && isInNullMarked(component)) {
            return classFile(owner).getOrDefault(component.name(), annotated);
        }
        return annotated;
    }

    private Map<String, Set<Annotated>> classFile(TypeElement owner) {
        return classFiles.computeIfAbsent(
                owner,
                type -> compile.classFile(type)
                        .map(bytes -> {
                            try {
                                return ClassFileAnnotations.of(bytes, NULLABLE);
                            } catch (IOException failure) {
                                throw new UncheckedIOException(
                                        "The class file of " + type + " can't be read: " + failure.getMessage(),
                                        failure);
                            }
                        })
                        .orElse(Map.of()));
    }

    private static boolean has(List<? extends AnnotationMirror> mirrors, String annotation) {
        return mirrors.stream()
                .anyMatch(mirror -> mirror.getAnnotationType().asElement() instanceof TypeElement type
                        && type.getQualifiedName().contentEquals(annotation));
    }

    /** Reads the type annotations of the fields of a class file, as chapter 4.7.20 of the JVM specification describes them. */
    static final class ClassFileAnnotations {
        private static final String ATTRIBUTE = "RuntimeVisibleTypeAnnotations";
        private static final int FIELD_TYPE = 0x13;

        private final DataInputStream in;
        private final Map<Integer, String> texts = new HashMap<>();
        private final Map<String, Set<Annotated>> annotated = new HashMap<>();
        private final String annotation;

        private ClassFileAnnotations(DataInputStream in, String annotation) {
            this.in = in;
            this.annotation = 'L' + annotation.replace('.', '/') + ';';
        }

        /** The part of a field's type that an annotation stands at. */
        enum Annotated {
            TYPE,
            ARRAY_ELEMENT,
            OTHER;

            private static Annotated of(int[] path) {
                if (path.length == 0) {
                    return TYPE;
                }
                return path.length == 1 && path[0] == 0 ? ARRAY_ELEMENT : OTHER;
            }
        }

        /** The parts of types that a runtime annotation without members stands at, by the names of fields. */
        static Map<String, Set<Annotated>> of(byte[] classFile, String annotation) throws IOException {
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
                ClassFileAnnotations reader = new ClassFileAnnotations(in, annotation);
                reader.readClass();
                return reader.annotated;
            }
        }

        private void readClass() throws IOException {
            in.skipNBytes(8);
            readConstants();
            in.skipNBytes(6);
            in.skipNBytes(2L * in.readUnsignedShort());
            int fields = in.readUnsignedShort();
            for (int field = 0; field < fields; field++) {
                in.skipNBytes(2);
                String name = text();
                in.skipNBytes(2);
                int attributes = in.readUnsignedShort();
                for (int attribute = 0; attribute < attributes; attribute++) {
                    boolean typeAnnotations = text().equals(ATTRIBUTE);
                    int length = in.readInt();
                    if (typeAnnotations) {
                        readAnnotations(name);
                    } else {
                        in.skipNBytes(length);
                    }
                }
            }
        }

        private void readConstants() throws IOException {
            int count = in.readUnsignedShort();
            for (int index = 1; index < count; index++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> texts.put(index, in.readUTF());
                    case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                    case 15 -> in.skipNBytes(3);
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        index++; // a long or double takes two entries
                    }
                    default -> throw new IOException("unknown constant pool tag " + tag);
                }
            }
        }

        private String text() throws IOException {
            return texts.getOrDefault(in.readUnsignedShort(), "");
        }

        private void readAnnotations(String field) throws IOException {
            int count = in.readUnsignedShort();
            for (int index = 0; index < count; index++) {
                int target = in.readUnsignedByte();
                if (target != FIELD_TYPE) {
                    throw new IOException("unexpected target type " + target + " of a field's annotation");
                }
                int[] path = new int[in.readUnsignedByte()];
                for (int step = 0; step < path.length; step++) {
                    path[step] = in.readUnsignedByte();
                    in.skipNBytes(1);
                }
                if (text().equals(annotation)) {
                    annotated.computeIfAbsent(field, name -> new HashSet<>()).add(Annotated.of(path));
                }
                skipMembers();
            }
        }

        private void skipMembers() throws IOException {
            int members = in.readUnsignedShort();
            for (int member = 0; member < members; member++) {
                in.skipNBytes(2);
                skipValue();
            }
        }

        private void skipValue() throws IOException {
            switch (in.readUnsignedByte()) {
                case 'e' -> in.skipNBytes(4);
                case '@' -> {
                    in.skipNBytes(2);
                    skipMembers();
                }
                case '[' -> {
                    int values = in.readUnsignedShort();
                    for (int value = 0; value < values; value++) {
                        skipValue();
                    }
                }
                default -> in.skipNBytes(2);
            }
        }
    }
}
