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
    /** A part of the JVM's message about a class that is in another folder than that of its package. */
    private static final String WRONG_FOLDER_MESSAGE = "wrong name";

    private static final String SCHEMA_CLASS_SUFFIX = "Schema.class";

    /** The directories of application classes in executable archives of Spring Boot and in web archives. */
    private static final List<String> APPLICATION_CLASS_DIRECTORIES = List.of("BOOT-INF/classes/", "WEB-INF/classes/");

    private final List<Path> searchedPaths;
    private final ClassLoader classLoader;

    /**
     * Creates the class loader for the classes of the given paths, which is open until the process ends.
     *
     * @param searchedPaths the directories and archives to search
     * @param classPath further directories and archives that the classes require
     */
    public SchemaClasses(List<Path> searchedPaths, List<Path> classPath) {
        this.searchedPaths = List.copyOf(searchedPaths);
        List<URL> urls = new ArrayList<>();
        searchedPaths.forEach(path -> urls.add(toUrl(path)));
        searchedPaths.stream()
                .filter(Files::isRegularFile)
                .forEach(path -> APPLICATION_CLASS_DIRECTORIES.forEach(directory -> {
                    urls.add(toUrl(path, directory));
                }));
        classPath.forEach(path -> urls.add(toUrl(path)));
        // The class loader is not closed, because classes are loaded as long as the command runs.
        this.classLoader = new URLClassLoader(urls.toArray(URL[]::new), SchemaClasses.class.getClassLoader());
    }

    private static URL toUrl(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException failure) {
            throw new IllegalArgumentException("Not a path: " + path, failure);
        }
    }

    private static URL toUrl(Path archive, String directory) {
        try {
            return new URL("jar:" + toUrl(archive) + "!/" + directory);
        } catch (MalformedURLException failure) {
            throw new IllegalArgumentException("Not a path: " + archive, failure);
        }
    }

    /**
     * Returns all schemas, sorted by the names of their classes. Paths that do not exist are ignored.
     *
     * @throws CommandException if a class can't be loaded
     * @throws UncheckedIOException if the content of a path can't be listed
     */
    public List<SchemaDescriptor> findSchemas() {
        List<SchemaDescriptor> schemas = new ArrayList<>();
        searchedPaths.stream()
                .flatMap(path -> findClassNames(path).stream())
                .sorted()
                .distinct()
                .forEach(name -> addSchema(name, schemas));
        return schemas;
    }

    private static List<String> findClassNames(Path path) {
        try {
            return Files.isDirectory(path) ? findClassNamesInDirectory(path) : findClassNamesInArchive(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "The content of " + path + " can't be listed: " + failure.getMessage(), failure);
        }
    }

    private static List<String> findClassNamesInDirectory(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(SCHEMA_CLASS_SUFFIX))
                    .map(file ->
                            toClassName(directory.relativize(file).toString().replace('\\', '/')))
                    .toList();
        }
    }

    private static List<String> findClassNamesInArchive(Path archive) throws IOException {
        if (!Files.isRegularFile(archive)) {
            return List.of();
        }
        try (JarFile jarFile = new JarFile(archive.toFile())) {
            return jarFile.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(SCHEMA_CLASS_SUFFIX) && !name.startsWith("META-INF/"))
                    .map(SchemaClasses::removeDirectory)
                    .map(SchemaClasses::toClassName)
                    .toList();
        }
    }

    private static String removeDirectory(String entryName) {
        return APPLICATION_CLASS_DIRECTORIES.stream()
                .filter(entryName::startsWith)
                .findFirst()
                .map(directory -> entryName.substring(directory.length()))
                .orElse(entryName);
    }

    private static String toClassName(String fileName) {
        return fileName.substring(0, fileName.length() - ".class".length()).replace('/', '.');
    }

    /**
     * Loads a class, and adds its schema if it is a descriptor. Other classes may have such a name, too.
     *
     * @throws CommandException if the class can't be loaded
     */
    private void addSchema(String className, List<SchemaDescriptor> schemas) {
        ClassLoadingSupport.requireAvailable();
        try {
            Class<?> schemaClass = Class.forName(className, false, classLoader);
            if (SchemaDescriptor.class.isAssignableFrom(schemaClass) && schemaClass != SchemaDescriptor.class) {
                Field schemaField = schemaClass.getField("SCHEMA");
                schemaField.setAccessible(true); // the class of a root that is not public is not public either
                schemas.add((SchemaDescriptor) schemaField.get(null));
            }
        } catch (NoClassDefFoundError failure) {
            if (String.valueOf(failure.getMessage()).contains(WRONG_FOLDER_MESSAGE)) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "The file " + className.replace('.', '/') + ".class has another class ("
                                + failure.getMessage()
                                + "): pass the folder in which its package begins, such as target/classes.",
                        failure);
            }
            throw createLoadFailure("The class " + className, failure);
        } catch (ReflectiveOperationException | LinkageError failure) {
            throw createLoadFailure("The class " + className, failure);
        }
    }

    /**
     * Creates the exception for a class that can't be loaded.
     *
     * @param subject the class, as the beginning of the message
     */
    static CommandException createLoadFailure(String subject, Throwable cause) {
        return new CommandException(
                ExitCode.FAILED,
                subject + " can't be loaded (" + cause
                        + "): compile the project again, and pass its dependencies as --class-path.",
                cause);
    }
}
