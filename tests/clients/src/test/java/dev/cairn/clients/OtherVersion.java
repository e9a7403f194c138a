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
 * A class loader that has some packages in another version than the class path, and takes all others from it. The build
 * puts the other versions into a folder.
 */
final class OtherVersion extends URLClassLoader {
    private static final Path FOLDER = Path.of("target", "other-versions");

    private final List<String> packages;

    private OtherVersion(URL[] archives, List<String> packages) {
        super(archives, OtherVersion.class.getClassLoader());
        this.packages = packages;
    }

    /**
     * Returns a loader of these packages from files of the folder, or from the tests, which then use the other version.
     */
    static OtherVersion of(List<String> files, List<String> packages) throws IOException {
        List<URL> archives = new ArrayList<>();
        for (String file : files) {
            Path archive = FOLDER.resolve(file);
            if (!Files.exists(archive)) {
                throw new IOException(archive + " is put there by Maven, which has not run here");
            }
            archives.add(archive.toUri().toURL());
        }
        archives.add(Path.of("target", "test-classes").toUri().toURL());
        return new OtherVersion(archives.toArray(URL[]::new), packages);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (packages.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        String service = name.replaceFirst("^META-INF/services/", "");
        return packages.stream().anyMatch(service::startsWith) ? findResources(name) : super.getResources(name);
    }

    /** Calls something whose libraries find their parts by the class loader of the thread. */
    <T> T call(Callable<T> action) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return action.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
