package dev.cairn.gradle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A project on disk whose schema has one table. */
record ShopProject(Path folder) {
    private static final Pattern LIBRARY_NAME = Pattern.compile("^(cairn-|javapoet-|picocli-|mysql-connector-j-)");

    static ShopProject createIn(Path folder) throws IOException {
        ShopProject shop = new ShopProject(folder);
        Files.createDirectories(shop.sources().resolve("shop"));
        shop.write("Shop", """
                package shop;
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = Account.class)
                public interface Shop {}
                """);
        shop.declare("long id, String note");
        return shop;
    }

    Path sources() {
        return folder.resolve("src/main/java");
    }

    Path migration(String name) {
        return sources().resolve("shop/migrations/" + name + ".java");
    }

    void declare(String components) throws IOException {
        write("Account", """
                package shop;
                import dev.cairn.annotation.*;
                /** Who buys. */
                @Table @PrimaryKey("id") @DistributedByHash("id")
                public record Account(%s) {}
                """.formatted(components));
    }

    void write(String type, String text) throws IOException {
        Files.writeString(sources().resolve("shop/" + type + ".java"), text);
    }

    /** Compiles the sources into the folder that Gradle uses. */
    void compile() throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectories(folder.resolve("build/classes/java/main"));
        List<String> options =
                List.of("-d", classes.toString(), "-cp", classPath(), "-processorpath", classPath(), "-nowarn");
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(sources())) {
            List<Path> sourceFiles = sources.filter(Files::isRegularFile).toList();
            assertThat(javac.getTask(output, files, null, options, null, files.getJavaFileObjectsFromPaths(sourceFiles))
                            .call())
                    .as(output::toString)
                    .isTrue();
        }
    }

    /** Returns Cairn's own modules, and the libraries that its command needs, from the class path of the tests. */
    static List<File> findCairnArchives() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(File::new)
                .filter(entry -> entry.isDirectory()
                        || LIBRARY_NAME.matcher(entry.getName()).find())
                .filter(entry -> !entry.getName().equals("test-classes"))
                .toList();
    }

    private static String classPath() {
        return findCairnArchives().stream().map(File::getPath).collect(Collectors.joining(File.pathSeparator));
    }
}
