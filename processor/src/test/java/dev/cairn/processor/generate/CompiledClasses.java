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

/** The classes of sources that compile without a warning. */
final class CompiledClasses extends ClassLoader {
    private final Map<String, byte[]> classes = new HashMap<>();

    private CompiledClasses(Compilation compilation) {
        super(CompiledClasses.class.getClassLoader());
        for (JavaFileObject file : compilation.generatedFiles()) {
            if (file.getKind() == JavaFileObject.Kind.CLASS) {
                classes.put(classNameOf(file), readBytes(file));
            }
        }
    }

    static CompiledClasses of(List<JavaFileObject> sources) {
        return compileWithoutWarnings(
                UserClassPath.javac().withOptions("-Xlint:all", "-Werror", "-proc:none"), sources);
    }

    /** Compiles sources with the processor. */
    static CompiledClasses compileWithProcessor(List<JavaFileObject> sources) {
        return compileWithoutWarnings(
                UserClassPath.javac()
                        .withOptions("-Xlint:all,-processing", "-Werror", "-Acairn.pending=off")
                        .withProcessors(new CairnProcessor()),
                sources);
    }

    private static CompiledClasses compileWithoutWarnings(Compiler compiler, List<JavaFileObject> sources) {
        Compilation compilation = compiler.compile(sources);
        assertThat(compilation).succeededWithoutWarnings();
        return new CompiledClasses(compilation);
    }

    /** Compiles a class from its source, and other sources. */
    static CompiledClasses of(String className, String source, String... otherSources) {
        List<JavaFileObject> sources = new ArrayList<>();
        sources.add(JavaFileObjects.forSourceString(className, source));
        for (String otherSource : otherSources) {
            sources.add(JavaFileObjects.forSourceLines(nameOfFirstType(otherSource), otherSource));
        }
        return of(sources);
    }

    private static String nameOfFirstType(String source) {
        String packageName = source.replaceFirst("(?s).*?package ([\\w.]+);.*", "$1");
        String typeName = source.replaceFirst("(?s).*?(?:record|enum|interface|class) (\\w+).*", "$1");
        return packageName.equals(source) ? typeName : packageName + "." + typeName;
    }

    Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, true, this);
    }

    /** Returns the size of a class file, in bytes. */
    int byteCount(String name) {
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
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
