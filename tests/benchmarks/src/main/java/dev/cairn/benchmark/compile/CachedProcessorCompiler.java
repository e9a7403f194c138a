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
 * Compiles with a processor whose classes stay loaded from one compile to the next, as in Gradle's daemon. Otherwise,
 * javac would load them again for each compile, and the JVM would compile them again.
 */
final class CachedProcessorCompiler {
    private final List<String> options = new ArrayList<>();
    private final List<String> sourceFiles;
    private final ClassLoader classLoader;
    private String processorName = "";

    /**
     * Creates a compiler for one command line of javac.
     *
     * @param javacArguments the arguments of javac; the last one is {@code @} with a file that lists the sources
     */
    CachedProcessorCompiler(List<String> javacArguments) throws IOException {
        List<URL> processorUrls = new ArrayList<>();
        for (int i = 0; i < javacArguments.size() - 1; i++) {
            switch (javacArguments.get(i)) {
                case "-processorpath" -> processorUrls.addAll(toUrls(javacArguments.get(++i)));
                case "-processor" -> processorName = javacArguments.get(++i);
                default -> options.add(javacArguments.get(i));
            }
        }
        sourceFiles = Files.readAllLines(
                Path.of(javacArguments.get(javacArguments.size() - 1).substring(1)));
        classLoader = new URLClassLoader(processorUrls.toArray(URL[]::new), ClassLoader.getSystemClassLoader());
    }

    private static List<URL> toUrls(String path) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String pathEntry : Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .toList()) {
            urls.add(Path.of(pathEntry).toUri().toURL());
        }
        return urls;
    }

    /** Compiles all sources, and returns whether javac reported no error. May be called repeatedly. */
    boolean compile() throws IOException, ReflectiveOperationException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavaCompiler.CompilationTask task = compiler.getTask(
                    null, manager, null, options, null, manager.getJavaFileObjectsFromStrings(sourceFiles));
            task.setProcessors(loadProcessors());
            return task.call();
        }
    }

    /** Returns the processors as javac would select them: the given one, or all that the archives register. */
    private List<Processor> loadProcessors() throws ReflectiveOperationException {
        if (!processorName.isEmpty()) {
            return List.of((Processor) classLoader
                    .loadClass(processorName)
                    .getDeclaredConstructor()
                    .newInstance());
        }
        return ServiceLoader.load(Processor.class, classLoader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
