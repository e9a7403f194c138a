package dev.cairn.clients;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A class loader that loads some packages in another version than the class path has, and all others from the class
 * path. The build puts the other versions into a folder.
 */
final class OtherVersion extends URLClassLoader {
    private static final Path JAR_FOLDER = Path.of("target", "other-versions");

    private final List<String> packagePrefixes;

    private OtherVersion(URL[] archives, List<String> packagePrefixes) {
        super(archives, OtherVersion.class.getClassLoader());
        this.packagePrefixes = packagePrefixes;
    }

    /**
     * Returns a loader that takes these packages from jars in the folder. Packages of tests may be among them; their
     * classes then use the other version.
     */
    static OtherVersion of(List<String> files, List<String> packagePrefixes) throws IOException {
        List<URL> archives = new ArrayList<>();
        for (String file : files) {
            Path archive = JAR_FOLDER.resolve(file);
            if (!Files.exists(archive)) {
                throw new IOException(archive + " is missing: Maven puts it there");
            }
            archives.add(archive.toUri().toURL());
        }
        archives.add(Path.of("target", "test-classes").toUri().toURL());
        return new OtherVersion(archives.toArray(URL[]::new), packagePrefixes);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (packagePrefixes.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loadedClass = findLoadedClass(name);
            return loadedClass == null ? findClass(name) : loadedClass;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL ownResource = findResource(name);
        return ownResource == null ? super.getResource(name) : ownResource;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        String service = name.replaceFirst("^META-INF/services/", "");
        return packagePrefixes.stream().anyMatch(service::startsWith) ? findResources(name) : super.getResources(name);
    }

    /** Runs an action with this loader as that of the thread, by which some libraries find their parts. */
    <T> T call(Callable<T> action) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader previousLoader = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return action.call();
        } finally {
            thread.setContextClassLoader(previousLoader);
        }
    }
}
