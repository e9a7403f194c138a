package dev.cairn.embedded.driver;

import dev.cairn.embedded.function.JavaFunction;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads DuckDB's driver from the class path again, apart from an application's own use of it, with a native library
 * that was unpacked before.
 *
 * <p>The driver first asks its class loader for the library as a resource, which it unpacks into a new file. Only if
 * there is none, it loads the library by its name, for which the class loader knows the file. Where there is no such
 * file, the driver gets the resource as ever.
 */
public final class DriverLoader extends ClassLoader {
    private static final String LINKED_PACKAGE = "dev.cairn.embedded.driver.linked";
    private static final List<String> RELOADED_PREFIXES = List.of("org.duckdb.", LINKED_PACKAGE + ".");

    /**
     * The driver registers an event about its memory with the flight recorder if the JVM has one. That takes longer
     * than to start DuckDB, and an embedded server does not need the event.
     */
    private static final String FLIGHT_RECORDER_PREFIX = "jdk.jfr.";

    /** A class of each package that linked classes use. */
    private static final List<Class<?>> SHARED_CLASSES = List.of(DuckDbDriver.class, JavaFunction.class);

    /** The name of the native library as a resource begins with this; the operating system and the processor follow. */
    private static final String LIBRARY_PREFIX = "libduckdb_java.so_";

    /**
     * The system property that is set when this JVM has loaded an unpacked file: only one class loader of a JVM can.
     * Another one, such as that of another application in the same container, needs a file of its own.
     */
    private static final String LOADED_PROPERTY = "dev.cairn.embedded.library";

    private final LibraryFolder folder;
    private volatile @Nullable Path library;

    private DriverLoader(ClassLoader parent, LibraryFolder folder) {
        super("cairn-duckdb", parent);
        this.folder = folder;
    }

    static {
        registerAsParallelCapable();
    }

    /** Loads the driver. Each call loads it again. */
    public static DuckDbDriver load() {
        DriverLoader loader = new DriverLoader(DriverLoader.class.getClassLoader(), LibraryFolder.ofUser());
        for (Class<?> sharedClass : SHARED_CLASSES) {
            sharedClass.getModule().addExports(sharedClass.getPackageName(), loader.getUnnamedModule());
        }
        try {
            return loader.loadClass(LINKED_PACKAGE + ".LinkedDriver")
                    .asSubclass(DuckDbDriver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("DuckDB's driver is not on the class path", failure);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(FLIGHT_RECORDER_PREFIX)) {
            throw new ClassNotFoundException(name);
        }
        if (RELOADED_PREFIXES.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loadedClass = findLoadedClass(name);
            return loadedClass == null ? findClass(name) : loadedClass;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = file.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException failure) {
            throw new ClassNotFoundException(name, failure);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL resource = super.getResource(name);
        if (resource == null || !name.startsWith(LIBRARY_PREFIX)) {
            return resource;
        }
        Optional<Path> unpackedFile = folder.unpackIfMissing(resource)
                .filter(file -> System.getProperties().putIfAbsent(LOADED_PROPERTY, file.toString()) == null);
        library = unpackedFile.orElse(null);
        return unpackedFile.isPresent() ? null : resource;
    }

    @Override
    protected @Nullable String findLibrary(String name) {
        Path unpackedFile = library;
        return unpackedFile == null ? null : unpackedFile.toString();
    }
}
