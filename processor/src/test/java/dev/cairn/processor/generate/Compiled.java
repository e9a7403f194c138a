package dev.cairn.processor.generate;

import static com.google.testing.compile.CompilationSubject.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaFileObject;

/** Classes that were compiled without a warning, and can be run. */
final class Compiled extends ClassLoader {
    private final Map<String, byte[]> classes = new HashMap<>();

    private Compiled(Compilation compilation) {
        super(Compiled.class.getClassLoader());
        for (JavaFileObject file : compilation.generatedFiles()) {
            if (file.getKind() == JavaFileObject.Kind.CLASS) {
                classes.put(classNameOf(file), readBytes(file));
            }
        }
    }

    static Compiled of(List<JavaFileObject> sources) {
        return compileWithoutWarnings(
                UserClassPath.javac().withOptions("-Xlint:all", "-Werror", "-proc:none"), sources);
    }

    /** Compiles sources with the processor. */
    static Compiled processed(List<JavaFileObject> sources) {
        return compileWithoutWarnings(
                UserClassPath.javac()
                        .withOptions("-Xlint:all,-processing", "-Werror", "-Acairn.pending=off")
                        .withProcessors(new CairnProcessor()),
                sources);
    }

    private static Compiled compileWithoutWarnings(Compiler compiler, List<JavaFileObject> sources) {
        Compilation compilation = compiler.compile(sources);
        assertThat(compilation).succeededWithoutWarnings();
        return new Compiled(compilation);
    }

    /** Compiles a source of that name, and others. */
    static Compiled of(String name, String first, String... others) {
        List<JavaFileObject> sources = new ArrayList<>();
        sources.add(JavaFileObjects.forSourceString(name, first));
        for (String source : others) {
            sources.add(JavaFileObjects.forSourceLines(nameOfFirstType(source), source));
        }
        return of(sources);
    }

    private static String nameOfFirstType(String source) {
        String packageName = source.replaceFirst("(?s).*?package ([\\w.]+);.*", "$1");
        String typeName = source.replaceFirst("(?s).*?(?:record|enum|interface|class) (\\w+).*", "$1");
        return packageName.equals(source) ? typeName : packageName + "." + typeName;
    }

    Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, true, this);
    }

    /** Returns the count of bytes of a class file. */
    int size(String name) {
        return classes.get(name).length;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private static String classNameOf(JavaFileObject file) {
        return file.toUri()
                .getPath()
                .replaceFirst("^/CLASS_OUTPUT/", "")
                .replaceFirst("\\.class$", "")
                .replace('/', '.');
    }

    private static byte[] readBytes(JavaFileObject file) {
        try (InputStream stream = file.openInputStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
