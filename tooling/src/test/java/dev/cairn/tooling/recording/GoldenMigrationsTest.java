package dev.cairn.tooling.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each folder of {@code golden-migrations} holds a schema, its changed sources in {@code changed}, the recorded
 * migrations in {@code recorded}, those that a user has edited in {@code edited}, and the classes in {@code generated}.
 * A folder without a schema begins with that of {@code golden-shop} and its first migration. Recorded and generated
 * sources are rewritten with {@code -Dgolden.update=true}.
 */
class GoldenMigrationsTest {
    private static final Path GOLDEN_FOLDER = Path.of("src/test/resources/golden-migrations");
    private static final Path SHOP = Path.of("src/test/resources/golden-shop");
    private static final String MIGRATIONS = "shop/migrations/";
    private static final RecordingOptions ALL_CONSENTS = new RecordingOptions(true, true, false);

    @TempDir
    private Path temporaryFolder;

    @TestFactory
    Stream<DynamicTest> migrationsAndClassesMatchTheGoldenFiles() throws IOException {
        try (Stream<Path> folders = Files.list(GOLDEN_FOLDER)) {
            return folders.sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> checkFolder(folder)));
        }
    }

    private void checkFolder(Path folder) throws IOException {
        Map<String, String> texts = recordAndGenerate(folder, temporaryFolder.resolve(folder.getFileName() + "-once"));
        assertThat(recordAndGenerate(folder, temporaryFolder.resolve(folder.getFileName() + "-again")))
                .isEqualTo(texts);
        if (Boolean.getBoolean("golden.update")) {
            updateGoldenFiles(folder, texts);
        }
        Map<String, String> goldenTexts = new TreeMap<>(readSharedFiles(folder));
        goldenTexts.putAll(readFiles(folder, "recorded"));
        goldenTexts.putAll(readFiles(folder, "generated"));
        assertThat(goldenTexts).as("golden files in " + folder).isEqualTo(texts);
    }

    private static Map<String, String> recordAndGenerate(Path folder, Path workFolder) throws IOException {
        SourceTree tree = new SourceTree(workFolder);
        readFiles(beginsWithShop(folder) ? SHOP : folder, "").values().forEach(tree::with);
        RecordedShop.record(tree, "initial");
        Map<String, String> changedSources = readFiles(folder, "changed");
        changedSources.values().forEach(tree::with);
        String message = folder.getFileName().toString();
        if (changedSources.isEmpty()) {
            RecordedShop.openRecorder(tree).draftEmpty(message).write();
        } else {
            assertThat(RecordedShop.openRecorder(tree).record(message, ALL_CONSENTS))
                    .isPresent();
        }
        Map<String, String> texts = new TreeMap<>();
        listMigrationFiles(tree).forEach(name -> texts.put("recorded/" + name, tree.read(MIGRATIONS + name)));
        readFiles(folder, "edited").values().forEach(tree::with);
        RecordedShop.assertCompiles(tree);
        texts.put("generated/ShopSchema.java", tree.generatedSource("shop.ShopSchema"));
        listMigrationFiles(tree)
                .map(name -> name.replace(".java", "Migration"))
                .forEach(name ->
                        texts.put("generated/" + name + ".java", tree.generatedSource("shop.migrations." + name)));
        return texts;
    }

    private static boolean beginsWithShop(Path folder) throws IOException {
        return readFiles(folder, "").isEmpty();
    }

    /** Returns the golden files that a folder has in common with others. */
    private static Map<String, String> readSharedFiles(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (beginsWithShop(folder)) {
            texts.putAll(readFiles(SHOP, "recorded"));
            texts.putAll(readFiles(SHOP, "generated"));
        }
        return texts;
    }

    private static Stream<String> listMigrationFiles(SourceTree tree) {
        return tree.files().stream()
                .filter(file -> file.startsWith(MIGRATIONS))
                .map(file -> file.substring(MIGRATIONS.length()));
    }

    private static void updateGoldenFiles(Path folder, Map<String, String> texts) throws IOException {
        Map<String, String> sharedFiles = readSharedFiles(folder);
        for (String kind : new String[] {"recorded", "generated"}) {
            for (String goldenFile : readFiles(folder, kind).keySet()) {
                Files.delete(folder.resolve(goldenFile));
            }
        }
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = (sharedFiles.containsKey(text.getKey()) ? SHOP : folder).resolve(text.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.getValue());
        }
    }

    /** Returns the files of a folder by their relative names. */
    private static Map<String, String> readFiles(Path folder, String subfolder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        Path searchedFolder = folder.resolve(subfolder);
        if (Files.isDirectory(searchedFolder)) {
            try (Stream<Path> paths = Files.list(searchedFolder)) {
                paths.filter(Files::isRegularFile)
                        .forEach(file -> texts.put(folder.relativize(file).toString(), readFile(file)));
            }
        }
        return texts;
    }

    private static String readFile(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
