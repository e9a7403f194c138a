package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.spring.shop.OrdersQueries;
import dev.cairn.spring.shop.ShopApplication;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

/** Tests an application that is processed ahead of time, and then started on the JVM with the generated classes. */
@Tag("long")
class AheadOfTimeTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

    @Test
    void anApplicationInAotModeUpgradesItsSchemaAndRunsQueries() throws Exception {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("shop");
            String[] arguments = {
                "--cairn.url=" + server.jdbcUrl("shop"),
                "--cairn.user=root",
                "--shop.city=Oslo",
                "--spring.main.web-application-type=none",
                "--management.endpoints.jmx.exposure.include=cairn",
                "--spring.jmx.enabled=true"
            };

            generate(arguments);
            assertThat(readMetadata())
                    .containsPattern(
                            "\"dev\\.cairn\\.spring\\.shop\\.ShopSchema\"[^{]*\"fields\":\\[\\{\"name\":\"SCHEMA\"}]");
            assertThat(server.objects("shop")).isEmpty();
            compile();

            assertThat(runApplication(arguments, "--cairn.mode=require"))
                    .as(readOutput())
                    .isEqualTo(3);
            assertThat(runApplication(arguments)).as(readOutput()).isZero();
            assertThat(readOutput()).contains("AOT-processed");
            assertThat(server.objects("shop")).contains("orders", "city_total");
            assertThat(new OrdersQueries(Database.of(server.dataSource("shop"))).cities())
                    .containsExactly("Oslo");
        }
    }

    private String readOutput() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private void generate(String[] arguments) {
        Settings settings = Settings.builder()
                .sourceOutput(folder.resolve("sources"))
                .resourceOutput(folder.resolve("resources"))
                .classOutput(folder.resolve("classes"))
                .groupId("test")
                .artifactId("shop")
                .build();
        new SpringApplicationAotProcessor(ShopApplication.class, settings, arguments).process();
    }

    /** Returns the metadata for native images, without whitespace. */
    private String readMetadata() throws IOException {
        StringBuilder metadata = new StringBuilder();
        for (Path file : findFiles("resources", ".json")) {
            metadata.append(Files.readString(file).replaceAll("\\s", ""));
        }
        return metadata.toString();
    }

    private List<Path> findFiles(String folderName, String extension) throws IOException {
        try (Stream<Path> paths = Files.walk(folder.resolve(folderName))) {
            return paths.filter(file -> file.toString().endsWith(extension)).toList();
        }
    }

    private void compile() throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "-proc:none",
                "-nowarn",
                "-d",
                folder.resolve("classes").toString(),
                "-cp",
                prependToClassPath("classes")));
        findFiles("sources", ".java").forEach(file -> options.add(file.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new)))
                .isZero();
    }

    private String prependToClassPath(String classes) {
        return folder.resolve(classes) + File.pathSeparator + CLASS_PATH;
    }

    private int runApplication(String[] arguments, String... moreArguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dspring.aot.enabled=true",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                prependToClassPath("classes"),
                ShopApplication.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(moreArguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start()
                .waitFor();
    }
}
