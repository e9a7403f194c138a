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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

/** An application that is processed ahead of time, and started on the JVM with what that generated. */
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
            assertThat(metadata())
                    .containsPattern(
                            "\"dev\\.cairn\\.spring\\.shop\\.ShopSchema\"[^{]*\"fields\":\\[\\{\"name\":\"SCHEMA\"}]");
            assertThat(server.objects("shop")).isEmpty();
            compile();

            assertThat(exitCode(arguments, "--cairn.mode=require")).as(output()).isEqualTo(3);
            assertThat(exitCode(arguments)).as(output()).isZero();
            assertThat(output()).contains("AOT-processed");
            assertThat(server.objects("shop")).contains("orders", "city_total");
            assertThat(new OrdersQueries(Database.of(server.dataSource("shop"))).cities())
                    .containsExactly("Oslo");
        }
    }

    private String output() throws IOException {
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

    /** The metadata of native images, without blanks. */
    private String metadata() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files("resources", ".json")) {
            text.append(Files.readString(file).replaceAll("\\s", ""));
        }
        return text.toString();
    }

    private List<Path> files(String start, String extension) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(start))) {
            return files.filter(file -> file.toString().endsWith(extension)).toList();
        }
    }

    private void compile() throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "-proc:none", "-nowarn", "-d", folder.resolve("classes").toString(), "-cp", inFront("classes")));
        files("sources", ".java").forEach(file -> options.add(file.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new)))
                .isZero();
    }

    private String inFront(String classes) {
        return folder.resolve(classes) + File.pathSeparator + CLASS_PATH;
    }

    private int exitCode(String[] arguments, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dspring.aot.enabled=true",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                inFront("classes"),
                ShopApplication.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start()
                .waitFor();
    }
}
