package dev.cairn.processor;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.model.JavaClassName;
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

/** The classes of sources that the processor has compiled in memory, and the errors of the other sources. */
public final class CompiledSchemas {
    private final Map<String, List<String>> errors;
    private final Map<String, byte[]> classes;
    private final ClassLoader loader = new CompiledClassLoader();

    private CompiledSchemas(Map<String, List<String>> errors, Map<String, byte[]> classes) {
        this.errors = errors;
        this.classes = classes;
    }

    /**
     * Compiles the sources. Those of a package with an error are left out, and the others are compiled without them.
     */
    public static CompiledSchemas of(Map<JavaClassName, String> sources) {
        Map<String, List<String>> errors = new TreeMap<>();
        Map<JavaClassName, String> remainingSources = new LinkedHashMap<>(sources);
        while (true) {
            Compilation compilation = compile(remainingSources);
            Map<String, List<String>> newErrors = compilation.errors().stream()
                    .collect(groupingBy(
                            CompiledSchemas::packageOf, TreeMap::new, mapping(CompiledSchemas::describe, toList())));
            if (newErrors.isEmpty()) {
                return new CompiledSchemas(errors, readClasses(compilation));
            }
            errors.putAll(newErrors);
            if (!remainingSources.keySet().removeIf(name -> newErrors.containsKey(name.packageName()))) {
                throw new AssertionError(newErrors);
            }
            if (remainingSources.isEmpty()) {
                return new CompiledSchemas(errors, Map.of());
            }
        }
    }

    private static Compilation compile(Map<JavaClassName, String> sources) {
        List<JavaFileObject> files = sources.entrySet().stream()
                .map(source -> JavaFileObjects.forSourceString(source.getKey().qualifiedName(), source.getValue()))
                .toList();
        return UserClassPath.javac()
                .withProcessors(new CairnProcessor())
                .withOptions("-Xmaxerrs", "100000", "-Xmaxwarns", "100000", "-Acairn.pending=off")
                .compile(files);
    }

    private static String packageOf(Diagnostic<? extends JavaFileObject> error) {
        String file = Objects.requireNonNull(error.getSource(), error::toString).getName();
        int folderEnd = file.lastIndexOf('/');
        return file.substring(file.startsWith("/") ? 1 : 0, Math.max(folderEnd, 1))
                .replace('/', '.');
    }

    private static String describe(Diagnostic<? extends JavaFileObject> error) {
        return Objects.requireNonNull(error.getSource()).getName() + " line " + error.getLineNumber() + ": "
                + error.getMessage(null);
    }

    private static Map<String, byte[]> readClasses(Compilation compilation) {
        Map<String, byte[]> classes = new HashMap<>();
        for (JavaFileObject file : compilation.generatedFiles()) {
            if (file.getKind() == JavaFileObject.Kind.CLASS) {
                String classFile = file.getName().replaceFirst("^/?CLASS_OUTPUT/", "");
                classes.put(classFile.replace('/', '.').replaceFirst("\\.class$", ""), readBytes(file));
            }
        }
        return classes;
    }

    private static byte[] readBytes(JavaFileObject file) {
        try (InputStream content = file.openInputStream()) {
            return content.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the errors of each package that has some. */
    public Map<String, List<String>> errors() {
        return errors;
    }

    /** Returns the constant of a generated schema, such as {@code ShopSchema.SCHEMA}. */
    public SchemaDescriptor schema(String packageName, String root) {
        return (SchemaDescriptor) readConstant(packageName + "." + root + "Schema", "SCHEMA");
    }

    /** Returns the descriptor that a generated class declares as a constant of its own type. */
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

    private Object readConstant(String className, String constantName) {
        try {
            return Objects.requireNonNull(Class.forName(className, true, loader)
                    .getField(constantName)
                    .get(null));
        } catch (ReflectiveOperationException failure) {
            throw new LinkageError(failure.getMessage(), failure);
        }
    }

    /** Loads the compiled classes. */
    private final class CompiledClassLoader extends ClassLoader {
        CompiledClassLoader() {
            super(CompiledSchemas.class.getClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] content = classes.get(name);
            if (content == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, content, 0, content.length);
        }
    }
}
