package dev.cairn.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;

/** What a goal needs of a module. In a build of several modules, a goal skips modules that lack it. */
enum ModuleContent {
    COMPILED_SCHEMA("a compiled schema") {
        @Override
        boolean isIn(MavenProject module) {
            return hasResource(module, "schemas");
        }
    },
    CHECKED_QUERIES("checked queries") {
        @Override
        boolean isIn(MavenProject module) {
            return hasResource(module, "queries");
        }
    },
    DECLARED_SCHEMA("a type with @Schema in its sources") {
        @Override
        boolean isIn(MavenProject module) {
            return CompileSettings.findSourceDirectories(module).stream()
                    .filter(Files::isDirectory)
                    .anyMatch(ModuleContent::declaresSchema);
        }
    };

    private static final String ANNOTATION_PACKAGE = "dev.cairn.annotation";
    private static final Pattern SCHEMA_ANNOTATION_PATTERN =
            Pattern.compile("@(?:dev\\.cairn\\.annotation\\.)?Schema\\b(?!\\.)");

    private final String description;

    ModuleContent(String description) {
        this.description = description;
    }

    /** Returns a noun phrase for messages. */
    String description() {
        return description;
    }

    abstract boolean isIn(MavenProject module);

    /** Returns whether the processor has written a resource of this kind next to the classes. */
    private static boolean hasResource(MavenProject module, String kind) {
        Path folder = Path.of(module.getBuild().getOutputDirectory(), "META-INF", "cairn", kind);
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> resources = Files.list(folder)) {
            return resources.findAny().isPresent();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean declaresSchema(Path sourceFolder) {
        try (Stream<Path> files = Files.walk(sourceFolder)) {
            return files.filter(file -> file.toString().endsWith(".java")).anyMatch(ModuleContent::mentionsSchema);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns whether a source contains the annotation. A source that only mentions it in a comment counts, too. */
    private static boolean mentionsSchema(Path sourceFile) {
        try {
            String source = Files.readString(sourceFile, StandardCharsets.ISO_8859_1); // accepts any encoding
            return source.contains(ANNOTATION_PACKAGE)
                    && SCHEMA_ANNOTATION_PATTERN.matcher(source).find();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
