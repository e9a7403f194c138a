package dev.cairn.tooling.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.processor.model.JavaClassName;
import dev.cairn.tooling.importing.ImportedSchema;
import dev.cairn.tooling.importing.ImportedSchemaNames;
import dev.cairn.tooling.importing.JavaSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectSourcesTest {
    @TempDir
    private Path folder;

    @Test
    void writtenFilesAreDeletedIfALaterOneCannotBeWritten() {
        JavaSource firstSource = createSource("First", "shop.first");
        JavaSource unwritableSource = createSource("L".repeat(1000), "shop.long");
        ImportedSchema importedSchema = new ImportedSchema(List.of(firstSource, unwritableSource), List.of());
        ImportedSchemaNames target = new ImportedSchemaNames("shop", "Shop", "shop", "shop");
        assertThatThrownBy(() -> new ProjectSources(folder).addFiles(importedSchema, target))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Nothing was pulled: the file of shop.long can't be written: ")
                .hasMessageContaining(".java can't be written: ");
        assertThat(folder.resolve("shop")).isEmptyDirectory();
    }

    @Test
    void aFileThatIsMissingIsNotAnotherKindOfFile() {
        String file = folder.resolve("a.java").toString();
        assertThat(TextFileWriter.describeFailure(new NoSuchFileException(file)))
                .isEqualTo(file + " does not exist.");
        assertThat(TextFileWriter.describeFailure(new NotDirectoryException(file)))
                .isEqualTo("something of another kind exists at " + file + ".");
    }

    @Test
    void aPackageIsNullMarkedByItsPackageInfoOrItsModule() throws IOException {
        ProjectSources sources = new ProjectSources(folder);
        Path packageInfo = folder.resolve("com/acme/package-info.java");
        Files.createDirectories(packageInfo.getParent());

        assertThat(sources.isNullMarked("com.acme")).isFalse();
        Files.writeString(packageInfo, "/** See {@code @NullMarked}. */\npackage com.acme;\n");
        assertThat(sources.isNullMarked("com.acme")).isFalse();
        Files.writeString(packageInfo, "@NullMarked\npackage com.acme;\nimport org.jspecify.annotations.NullMarked;\n");
        assertThat(sources.isNullMarked("com.acme")).isTrue();
        assertThat(sources.isNullMarked("com.acme.shop")).isFalse();
        Files.writeString(folder.resolve("module-info.java"), "@org.jspecify.annotations.NullMarked module acme {}\n");
        assertThat(sources.isNullMarked("com.acme.shop")).isTrue();
    }

    private static JavaSource createSource(String name, String object) {
        return new JavaSource(new JavaClassName("shop", List.of(name)), "class " + name + " {}", object);
    }
}
