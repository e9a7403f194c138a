package dev.cairn.embedded.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a native library that later JVMs find unpacked. */
class NativeLibraryCacheTest {
    private static final String LIBRARY_NAME = "library.so";
    private static final String CONTENT = "what the processor executes ".repeat(10_000);

    @TempDir
    private Path temporaryFolder;

    private Path folder;
    private URL resource;

    @BeforeEach
    void createArchive() throws IOException {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        folder = temporaryFolder.resolve("kept");
        resource = createResource("one.jar", CONTENT);
    }

    private URL createResource(String archive, String content) throws IOException {
        Path file = temporaryFolder.resolve(archive);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(LIBRARY_NAME));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return URI.create("jar:" + file.toUri() + "!/" + LIBRARY_NAME).toURL();
    }

    private NativeLibraryCache folderOfOwner() throws IOException {
        return new NativeLibraryCache(folder, Files.getOwner(temporaryFolder).getName());
    }

    @Test
    void laterJvmsFindTheFile() throws IOException {
        Path file = folderOfOwner().findOrUnpack(resource).orElseThrow();
        assertThat(file).hasContent(CONTENT);
        FileTime unpackTime = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, unpackTime);

        assertThat(folderOfOwner().findOrUnpack(resource)).contains(file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(unpackTime);
    }

    @Test
    void onlyTheOwnerMayAccessTheFolder() throws IOException {
        folderOfOwner().findOrUnpack(resource);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void anotherVersionHasAnotherFile() throws IOException {
        Path file = folderOfOwner().findOrUnpack(resource).orElseThrow();
        Path otherFile = folderOfOwner()
                .findOrUnpack(createResource("other.jar", CONTENT.replace('w', 'v')))
                .orElseThrow();
        assertThat(otherFile).isNotEqualTo(file);
        assertThat(file).hasContent(CONTENT);
    }

    @Test
    void anIncompleteFileIsReplaced() throws IOException {
        Path file = folderOfOwner().findOrUnpack(resource).orElseThrow();
        Files.writeString(file, "the beg");
        assertThat(folderOfOwner().findOrUnpack(resource)).contains(file);
        assertThat(file).hasContent(CONTENT);
    }

    @Test
    void aFolderThatOthersMayWriteToIsNotUsed() throws IOException {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(folderOfOwner().findOrUnpack(resource)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aLinkToAnotherFolderIsNotUsed() throws IOException {
        Path otherFolder = Files.createDirectory(
                temporaryFolder.resolve("other"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(folder, otherFolder);
        assertThat(folderOfOwner().findOrUnpack(resource)).isEmpty();
        assertThat(otherFolder).isEmptyDirectory();
    }

    @Test
    void aFolderOfAnUnknownUserIsNotCreated() {
        assertThat(new NativeLibraryCache(folder, "nobody knows this user").findOrUnpack(resource))
                .isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void aResourceThatIsNotInAnArchiveIsNotKept() throws IOException {
        Path file = Files.writeString(temporaryFolder.resolve(LIBRARY_NAME), CONTENT);
        assertThat(folderOfOwner().findOrUnpack(file.toUri().toURL())).isEmpty();
    }

    @Test
    void jvmsThatStartTogetherGetTheSameFile() throws Exception {
        int jvmCount = 8;
        CyclicBarrier startBarrier = new CyclicBarrier(jvmCount);
        Callable<Path> unpack = () -> {
            startBarrier.await();
            return folderOfOwner().findOrUnpack(resource).orElseThrow();
        };
        ExecutorService executor = Executors.newFixedThreadPool(jvmCount);
        List<Path> files = new ArrayList<>();
        try {
            for (Future<Path> file : executor.invokeAll(
                    Stream.generate(() -> unpack).limit(jvmCount).toList())) {
                files.add(file.get());
            }
        } finally {
            executor.shutdown();
        }
        assertThat(files).containsOnly(files.get(0));
        assertThat(folder).isDirectoryContaining(files.get(0)::equals);
        try (Stream<Path> keptFiles = Files.list(folder)) {
            assertThat(keptFiles).hasSize(1);
        }
        assertThat(files.get(0)).hasContent(CONTENT);
    }
}
