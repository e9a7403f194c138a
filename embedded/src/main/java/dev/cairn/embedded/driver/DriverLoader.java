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
 * Loads a copy of DuckDB's driver from the class path, separately from the copy that an application may use. It takes
 * the native library from a file that an earlier JVM has unpacked.
 *
 * <p>The driver first asks its class loader for the library as a resource, and unpacks the resource into a new file.
 * Only if the resource is missing does it load the library by its name. Therefore, this loader hides the resource if an
 * unpacked file exists, and returns the file for the name; otherwise, the driver unpacks the resource as usual.
 */
public final class DriverLoader extends ClassLoader {
    private static final String LINKED_PACKAGE = "dev.cairn.embedded.driver.linked";
    private static final List<String> RELOADED_PREFIXES = List.of("org.duckdb.", LINKED_PACKAGE + ".");

    /**
     * The driver registers an event about its memory with the flight recorder if the JVM has one. This takes longer
     * than the start of DuckDB, and an embedded server does not need the event.
     */
    private static final String FLIGHT_RECORDER_PREFIX = "jdk.jfr.";

    /** One class of each package that the linked classes use; these packages are exported to the linked classes. */
    private static final List<Class<?>> SHARED_CLASSES = List.of(DuckDbDriver.class, JavaFunction.class);

    /** The start of the resource name of the native library; the operating system and the processor follow. */
    private static final String LIBRARY_RESOURCE_PREFIX = "libduckdb_java.so_";

    /**
     * The system property that is set when a class loader of this JVM has loaded an unpacked file: a JVM loads a native
     * library from one file only once. Another class loader, such as the loader of another application in the same
     * container, must unpack a separate file.
     */
    private static final String LOADED_LIBRARY_PROPERTY = "dev.cairn.embedded.library";

    private final NativeLibraryCache nativeLibraryCache;
    private volatile @Nullable Path unpackedLibraryFile;

    private DriverLoader(ClassLoader parent, NativeLibraryCache nativeLibraryCache) {
        super("cairn-duckdb", parent);
        this.nativeLibraryCache = nativeLibraryCache;
    }

    static {
        registerAsParallelCapable();
    }

    /**
     * Loads the driver. Each call loads another copy.
     *
     * @throws IllegalStateException if DuckDB's driver is not on the class path
     */
    public static DuckDbDriver load() {
        DriverLoader loader = new DriverLoader(DriverLoader.class.getClassLoader(), NativeLibraryCache.ofCurrentUser());
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
        try (InputStream classFile = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (classFile == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = classFile.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException failure) {
            throw new ClassNotFoundException(name, failure);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL resource = super.getResource(name);
        if (resource == null || !name.startsWith(LIBRARY_RESOURCE_PREFIX)) {
            return resource;
        }
        Optional<Path> unpackedFile = nativeLibraryCache
                .findOrUnpack(resource)
                .filter(file -> System.getProperties().putIfAbsent(LOADED_LIBRARY_PROPERTY, file.toString()) == null);
        unpackedLibraryFile = unpackedFile.orElse(null);
        return unpackedFile.isPresent() ? null : resource;
    }

    @Override
    protected @Nullable String findLibrary(String name) {
        Path unpackedFile = unpackedLibraryFile;
        return unpackedFile == null ? null : unpackedFile.toString();
    }
}
