package dev.cairn.embedded.driver;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;

/**
 * A directory that keeps an unpacked native library for later JVMs of the same user. No other user may write to it,
 * because the JVM executes the library.
 */
final class NativeLibraryCache {
    private static final System.Logger LOG = System.getLogger(NativeLibraryCache.class.getName());

    private static final Set<PosixFilePermission> OWNER_PERMISSIONS = PosixFilePermissions.fromString("rwx------");

    private final Path directory;
    private final String userName;

    /**
     * Creates a cache without accessing its directory.
     *
     * @param userName the name of the user who must own the directory
     */
    NativeLibraryCache(Path directory, String userName) {
        this.directory = directory;
        this.userName = userName;
    }

    /** Returns the directory of the user who runs this JVM, within the directory of temporary files. */
    static NativeLibraryCache ofCurrentUser() {
        String userName = System.getProperty("user.name");
        return new NativeLibraryCache(Path.of(System.getProperty("java.io.tmpdir"), "cairn-" + userName), userName);
    }

    /**
     * Returns the file with the content of an archive entry, and unpacks the entry if no JVM has done so before. The
     * result is empty if the resource is not an archive entry, or if the file can't be kept: on file systems without
     * POSIX permissions, in a directory of another user, or on a full disk.
     */
    Optional<Path> findOrUnpack(URL resource) {
        try {
            if (!(resource.openConnection() instanceof JarURLConnection archive) || !preparePrivateDirectory()) {
                return Optional.empty();
            }
            JarEntry libraryEntry = archive.getJarEntry();
            Path file = directory.resolve(Long.toHexString(libraryEntry.getCrc()) + "-" + libraryEntry.getName());
            if (!Files.exists(file) || Files.size(file) != libraryEntry.getSize()) {
                unpack(resource, file);
            }
            return Optional.of(file);
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "DuckDB's library can't be kept in " + directory, failure);
            return Optional.empty();
        }
    }

    /** Creates the directory if necessary, and returns whether only the user can write to it. */
    private boolean preparePrivateDirectory() throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        UserPrincipal owner =
                directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(userName);
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_PERMISSIONS));
        } catch (FileAlreadyExistsException failure) {
            LOG.log(Level.TRACE, "The directory exists", failure);
        }
        PosixFileAttributes attributes =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isDirectory()
                && attributes.owner().equals(owner)
                && attributes.permissions().equals(OWNER_PERMISSIONS);
    }

    /** Unpacks into a temporary file, and then moves it, so that no JVM ever sees an incomplete file. */
    private void unpack(URL resource, Path file) throws IOException {
        Path temporaryFile = Files.createTempFile(directory, "part", null);
        try {
            try (InputStream source = resource.openStream();
                    FileChannel target = FileChannel.open(temporaryFile, StandardOpenOption.WRITE)) {
                source.transferTo(Channels.newOutputStream(target));
                target.force(true);
            }
            Files.move(temporaryFile, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporaryFile);
        }
    }
}
