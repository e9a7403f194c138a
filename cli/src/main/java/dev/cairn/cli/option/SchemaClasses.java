package dev.cairn.cli.option;

import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Finds the compiled schemas of directories and archives by listing classes named {@code …Schema}, because the
 * processor does not write a file that names them. Only these classes, and classes that they refer to, are loaded.
 */
public final class SchemaClasses {
    private static final String CLASS_SUFFIX = "Schema.class";

    /** The directories of application classes in executable archives of Spring Boot and in web archives. */
    private static final List<String> APPLICATION_CLASS_FOLDERS = List.of("BOOT-INF/classes/", "WEB-INF/classes/");

    private final List<Path> paths;
    private final ClassLoader classLoader;

    /**
     * @param searchedPaths the directories and archives to search
     * @param classPath further directories and archives that the classes require
     */
    public SchemaClasses(List<Path> searchedPaths, List<Path> classPath) {
        this.paths = List.copyOf(searchedPaths);
        List<URL> urls = new ArrayList<>();
        searchedPaths.forEach(path -> urls.add(toUrl(path)));
        searchedPaths.stream()
                .filter(Files::isRegularFile)
                .forEach(path -> APPLICATION_CLASS_FOLDERS.forEach(folder -> {
                    urls.add(toUrl(path, folder));
                }));
        classPath.forEach(path -> urls.add(toUrl(path)));
        // The class loader is not closed, because classes are loaded as long as the command runs.
        this.classLoader = new URLClassLoader(urls.toArray(URL[]::new), SchemaClasses.class.getClassLoader());
    }

    private static URL toUrl(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException exception) {
            throw new IllegalArgumentException("Not a path: " + path, exception);
        }
    }

    private static URL toUrl(Path archive, String folder) {
        try {
            return new URL("jar:" + toUrl(archive) + "!/" + folder);
        } catch (MalformedURLException exception) {
            throw new IllegalArgumentException("Not a path: " + archive, exception);
        }
    }

    /** Returns all schemas, sorted by the names of their classes. */
    public List<SchemaDescriptor> findSchemas() {
        List<SchemaDescriptor> schemas = new ArrayList<>();
        paths.stream()
                .flatMap(path -> findClassNames(path).stream())
                .sorted()
                .distinct()
                .forEach(name -> addSchema(name, schemas));
        return schemas;
    }

    private static List<String> findClassNames(Path path) {
        try {
            return Files.isDirectory(path) ? findInFolder(path) : findInArchive(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "The content of " + path + " can't be listed: " + failure.getMessage(), failure);
        }
    }

    private static List<String> findInFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(CLASS_SUFFIX))
                    .map(file -> toClassName(folder.relativize(file).toString().replace('\\', '/')))
                    .toList();
        }
    }

    private static List<String> findInArchive(Path archive) throws IOException {
        if (!Files.isRegularFile(archive)) {
            return List.of();
        }
        try (JarFile jar = new JarFile(archive.toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(CLASS_SUFFIX) && !name.startsWith("META-INF/"))
                    .map(SchemaClasses::removeFolder)
                    .map(SchemaClasses::toClassName)
                    .toList();
        }
    }

    private static String removeFolder(String entry) {
        return APPLICATION_CLASS_FOLDERS.stream()
                .filter(entry::startsWith)
                .findFirst()
                .map(folder -> entry.substring(folder.length()))
                .orElse(entry);
    }

    private static String toClassName(String file) {
        return file.substring(0, file.length() - ".class".length()).replace('/', '.');
    }

    private void addSchema(String name, List<SchemaDescriptor> schemas) {
        ClassPath.requireClassLoading();
        try {
            Class<?> type = Class.forName(name, false, classLoader);
            if (SchemaDescriptor.class.isAssignableFrom(type) && type != SchemaDescriptor.class) {
                Field schema = type.getField("SCHEMA");
                schema.setAccessible(true); // the class of a root that is not public is not public either
                schemas.add((SchemaDescriptor) schema.get(null));
            }
        } catch (ReflectiveOperationException | LinkageError failure) {
            throw createLoadFailure("The class " + name, failure);
        }
    }

    static CommandException createLoadFailure(String subject, Throwable cause) {
        return new CommandException(
                ExitCode.FAILED,
                subject + " can't be loaded (" + cause
                        + "): compile the project again, and pass its dependencies as --class-path.",
                cause);
    }
}
