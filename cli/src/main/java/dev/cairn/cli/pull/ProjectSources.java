package dev.cairn.cli.pull;

import dev.cairn.processor.importing.Imported;
import dev.cairn.processor.importing.JavaSource;
import dev.cairn.processor.importing.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A folder of packages of sources, into which files are added; none that is there is ever touched. */
public final class ProjectSources {
    private final Path folder;

    public ProjectSources(Path folder) {
        this.folder = folder;
    }

    /**
     * What was written.
     *
     * @param kept those that were there, and stay as they are
     * @param unlisted the records that the root does not list, because the root was there
     */
    public record Written(List<Path> files, List<Path> kept, List<String> unlisted) {
        public Written {
            files = List.copyOf(files);
            kept = List.copyOf(kept);
            unlisted = List.copyOf(unlisted);
        }
    }

    public Written add(Imported imported, Target target) {
        List<Path> files = new ArrayList<>();
        List<Path> kept = new ArrayList<>();
        List<String> records = new ArrayList<>();
        boolean rootWasThere = false;
        for (JavaSource source : imported.sources()) {
            boolean isRoot = source.name().simple().equals(target.root());
            Path file = file(source);
            boolean created = create(file, source.text());
            (created ? files : kept).add(file);
            if (isRoot) {
                rootWasThere = !created;
            } else if (created) {
                records.add(source.name().simple());
            }
        }
        return new Written(files, kept, rootWasThere ? records : List.of());
    }

    private Path file(JavaSource source) {
        return folder.resolve(source.name().qualified().replace('.', '/') + ".java");
    }

    /** Creates a file with the folders around it; false where there is one. */
    public static boolean create(Path file, String text) {
        try {
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException there) {
            return false;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(file + " can't be written: " + unwritable.getMessage(), unwritable);
        }
    }
}
