package dev.cairn.benchmark.compile;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import javax.annotation.processing.Processor;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles with a processor whose classes stay loaded from one compile to the next, as they do in Gradle's daemon. Javac alone
 * loads them again for each compile, and the JVM compiles them again.
 */
final class KeptProcessor {
    private final List<String> options = new ArrayList<>();
    private final List<String> files;
    private final ClassLoader loader;
    private String name = "";

    /** The arguments of javac; the last one is a file that lists the sources. */
    KeptProcessor(List<String> javac) throws IOException {
        List<URL> path = new ArrayList<>();
        for (int i = 0; i < javac.size() - 1; i++) {
            switch (javac.get(i)) {
                case "-processorpath" -> path.addAll(urls(javac.get(++i)));
                case "-processor" -> name = javac.get(++i);
                default -> options.add(javac.get(i));
            }
        }
        files = Files.readAllLines(Path.of(javac.get(javac.size() - 1).substring(1)));
        loader = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getSystemClassLoader());
    }

    private static List<URL> urls(String path) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String part : Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .toList()) {
            urls.add(Path.of(part).toUri().toURL());
        }
        return urls;
    }

    boolean compile() throws IOException, ReflectiveOperationException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavaCompiler.CompilationTask task =
                    compiler.getTask(null, manager, null, options, null, manager.getJavaFileObjectsFromStrings(files));
            task.setProcessors(processors());
            return task.call();
        }
    }

    /** Returns the processors as javac would select them: the given one, or all that the archives register. */
    private List<Processor> processors() throws ReflectiveOperationException {
        if (!name.isEmpty()) {
            return List.of(
                    (Processor) loader.loadClass(name).getDeclaredConstructor().newInstance());
        }
        return ServiceLoader.load(Processor.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
