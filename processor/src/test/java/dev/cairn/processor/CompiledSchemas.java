package dev.cairn.processor;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.model.JavaName;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** Sources compiled with the processor, in memory, and the classes that came of it. */
public final class CompiledSchemas {
    private final Map<String, List<String>> errors;
    private final Map<String, byte[]> classes;
    private final ClassLoader loader = new Loader();

    private CompiledSchemas(Map<String, List<String>> errors, Map<String, byte[]> classes) {
        this.errors = errors;
        this.classes = classes;
    }

    /** A package with an error does not keep the others from being compiled. */
    public static CompiledSchemas of(Map<JavaName, String> sources) {
        Map<String, List<String>> errors = new TreeMap<>();
        Map<JavaName, String> left = new LinkedHashMap<>(sources);
        while (true) {
            Compilation compilation = compiled(left);
            Map<String, List<String>> found = compilation.errors().stream()
                    .collect(groupingBy(
                            CompiledSchemas::inPackage, TreeMap::new, mapping(CompiledSchemas::text, toList())));
            if (found.isEmpty()) {
                return new CompiledSchemas(errors, classes(compilation));
            }
            errors.putAll(found);
            if (!left.keySet().removeIf(name -> found.containsKey(name.packageName()))) {
                throw new AssertionError(found);
            }
            if (left.isEmpty()) {
                return new CompiledSchemas(errors, Map.of());
            }
        }
    }

    private static Compilation compiled(Map<JavaName, String> sources) {
        List<JavaFileObject> files = sources.entrySet().stream()
                .map(source -> JavaFileObjects.forSourceString(source.getKey().qualifiedName(), source.getValue()))
                .toList();
        return UserClassPath.javac()
                .withProcessors(new CairnProcessor())
                .withOptions("-Xmaxerrs", "100000", "-Xmaxwarns", "100000", "-Acairn.pending=off")
                .compile(files);
    }

    private static String inPackage(Diagnostic<? extends JavaFileObject> error) {
        String file = Objects.requireNonNull(error.getSource(), error::toString).getName();
        int end = file.lastIndexOf('/');
        return file.substring(file.startsWith("/") ? 1 : 0, Math.max(end, 1)).replace('/', '.');
    }

    private static String text(Diagnostic<? extends JavaFileObject> error) {
        return Objects.requireNonNull(error.getSource()).getName() + " line " + error.getLineNumber() + ": "
                + error.getMessage(null);
    }

    private static Map<String, byte[]> classes(Compilation compilation) {
        Map<String, byte[]> classes = new HashMap<>();
        for (JavaFileObject file : compilation.generatedFiles()) {
            if (file.getKind() == JavaFileObject.Kind.CLASS) {
                String name = file.getName().replaceFirst("^/?CLASS_OUTPUT/", "");
                classes.put(name.replace('/', '.').replaceFirst("\\.class$", ""), bytes(file));
            }
        }
        return classes;
    }

    private static byte[] bytes(JavaFileObject file) {
        try (InputStream content = file.openInputStream()) {
            return content.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** By package. */
    public Map<String, List<String>> errors() {
        return errors;
    }

    /** {@code ShopSchema.SCHEMA}. */
    public SchemaDescriptor schema(String inPackage, String root) {
        return (SchemaDescriptor) constant(inPackage + "." + root + "Schema", "SCHEMA");
    }

    /** The one descriptor of its class. */
    public Descriptor<?> descriptor(String className) {
        try {
            Class<?> type = Class.forName(className, true, loader);
            for (Field field : type.getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == type) {
                    return (Descriptor<?>) Objects.requireNonNull(field.get(null));
                }
            }
            throw new AssertionError("no descriptor in " + className);
        } catch (ReflectiveOperationException failure) {
            throw new LinkageError(failure.getMessage(), failure);
        }
    }

    private Object constant(String className, String constant) {
        try {
            return Objects.requireNonNull(
                    Class.forName(className, true, loader).getField(constant).get(null));
        } catch (ReflectiveOperationException failure) {
            throw new LinkageError(failure.getMessage(), failure);
        }
    }

    /** The class loader of the compiled classes. */
    private final class Loader extends ClassLoader {
        Loader() {
            super(CompiledSchemas.class.getClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
