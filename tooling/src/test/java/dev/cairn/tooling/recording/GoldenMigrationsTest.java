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
    private static final Path FOLDERS = Path.of("src/test/resources/golden-migrations");
    private static final Path SHOP = Path.of("src/test/resources/golden-shop");
    private static final String MIGRATIONS = "shop/migrations/";
    private static final RecordingOptions ALL = new RecordingOptions(true, true, false);

    @TempDir
    private Path temporary;

    @TestFactory
    Stream<DynamicTest> recordedAndGenerated() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDERS)) {
            return folders.sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
        }
    }

    private void check(Path folder) throws IOException {
        Map<String, String> texts = made(folder, temporary.resolve(folder.getFileName() + "-once"));
        assertThat(made(folder, temporary.resolve(folder.getFileName() + "-again")))
                .isEqualTo(texts);
        if (Boolean.getBoolean("golden.update")) {
            update(folder, texts);
        }
        Map<String, String> golden = new TreeMap<>(shared(folder));
        golden.putAll(files(folder, "recorded"));
        golden.putAll(files(folder, "generated"));
        assertThat(golden).as("golden files in " + folder).isEqualTo(texts);
    }

    private static Map<String, String> made(Path folder, Path work) throws IOException {
        SourceTree tree = new SourceTree(work);
        files(beginsWithShop(folder) ? SHOP : folder, "").values().forEach(tree::with);
        RecordedShop.record(tree, "initial");
        Map<String, String> changed = files(folder, "changed");
        changed.values().forEach(tree::with);
        String message = folder.getFileName().toString();
        if (changed.isEmpty()) {
            RecordedShop.recording(tree).recordEmpty(message);
        } else {
            assertThat(RecordedShop.recording(tree).record(message, ALL)).isPresent();
        }
        Map<String, String> texts = new TreeMap<>();
        migrations(tree).forEach(name -> texts.put("recorded/" + name, tree.read(MIGRATIONS + name)));
        files(folder, "edited").values().forEach(tree::with);
        RecordedShop.assertCompiles(tree);
        texts.put("generated/ShopSchema.java", tree.generated("shop.ShopSchema"));
        migrations(tree)
                .map(name -> name.replace(".java", "Migration"))
                .forEach(name -> texts.put("generated/" + name + ".java", tree.generated("shop.migrations." + name)));
        return texts;
    }

    private static boolean beginsWithShop(Path folder) throws IOException {
        return files(folder, "").isEmpty();
    }

    /** Returns the golden files that a folder has in common with others. */
    private static Map<String, String> shared(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (beginsWithShop(folder)) {
            texts.putAll(files(SHOP, "recorded"));
            texts.putAll(files(SHOP, "generated"));
        }
        return texts;
    }

    private static Stream<String> migrations(SourceTree tree) {
        return tree.files().stream()
                .filter(file -> file.startsWith(MIGRATIONS))
                .map(file -> file.substring(MIGRATIONS.length()));
    }

    private static void update(Path folder, Map<String, String> texts) throws IOException {
        Map<String, String> shared = shared(folder);
        for (String made : new String[] {"recorded", "generated"}) {
            for (String old : files(folder, made).keySet()) {
                Files.delete(folder.resolve(old));
            }
        }
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = (shared.containsKey(text.getKey()) ? SHOP : folder).resolve(text.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.getValue());
        }
    }

    /** Returns the files of a folder by their relative names. */
    private static Map<String, String> files(Path folder, String in) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        Path inside = folder.resolve(in);
        if (Files.isDirectory(inside)) {
            try (Stream<Path> all = Files.list(inside)) {
                all.filter(Files::isRegularFile)
                        .forEach(file -> texts.put(folder.relativize(file).toString(), read(file)));
            }
        }
        return texts;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
