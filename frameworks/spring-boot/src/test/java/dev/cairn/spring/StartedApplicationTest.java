package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.spring.customers.JdbcApplication;
import dev.cairn.spring.customers.jpa.JpaApplication;
import dev.cairn.spring.shop.OrdersQueries;
import dev.cairn.spring.shop.ShopApplication;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/**
 * Applications with StarRocks alone, and with relational databases beside it. Those whose libraries differ from those
 * of the tests are processes; Maven has written their class paths to files.
 */
class StartedApplicationTest {
    private static final String[] SCRIPTS = {
        "--spring.sql.init.schema-locations=classpath:customers-table.sql",
        "--spring.sql.init.data-locations=classpath:customers-rows.sql"
    };
    private static final String FLYWAY = "flyway-.*|spring-boot-flyway-.*";
    private static final String JPA = "hibernate-.*|spring-data-.*|spring-boot-(data-jpa|jpa|hibernate)-.*";

    @TempDir
    private Path folder;

    private EmbeddedStarRocks server;
    private String[] arguments;

    @BeforeEach
    void startServer() {
        server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
        arguments = new String[] {
            "--cairn.url=" + server.jdbcUrl("shop"),
            "--cairn.user=root",
            "--spring.main.web-application-type=none",
            "--spring.main.banner-mode=off"
        };
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    /** Each application finds one city, in the other database or in its arguments, and adds an order in it. */
    private void assertOrderOfOslo() {
        assertThat(server.objects("shop")).contains("orders", "city_total");
        assertThat(new OrdersQueries(Database.of(server.dataSource("shop"))).cities())
                .containsExactly("Oslo");
    }

    @Test
    void theStarterAndADriverAreEnough() throws Exception {
        runs(List.of("-jar", executableJar().toString()), "--shop.city=Oslo");
        assertOrderOfOslo();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.datasource.url=jdbc:h2:mem:one", "shop.two-databases=true"})
    void relationalDatabasesAreInitializedToo(String databases) {
        new SpringApplicationBuilder(JdbcApplication.class)
                .run(with("--" + databases, SCRIPTS[0], SCRIPTS[1]))
                .close();
        assertOrderOfOslo();
    }

    @Test
    @Tag("long")
    void flywayMigratesTheDatabaseOfEntities() throws Exception {
        runs(withLibraries(FLYWAY + "|" + JPA, JpaApplication.class), "--spring.jpa.hibernate.ddl-auto=validate");
        assertThat(output()).contains("Successfully applied 1 migration");
        assertOrderOfOslo();
    }

    @Test
    void flywayMigratesADatabaseOfJdbc() throws Exception {
        runs(withLibraries(FLYWAY, JdbcApplication.class));
        assertThat(output()).contains("Successfully applied 1 migration");
        assertOrderOfOslo();
    }

    /** Then scripts wait for the entities, and the upgrade of StarRocks waits for the scripts. */
    @Test
    @Tag("long")
    void scriptsFillTheTablesOfEntities() throws Exception {
        runs(
                withLibraries(JPA, JpaApplication.class),
                "--spring.jpa.hibernate.ddl-auto=create",
                "--spring.jpa.defer-datasource-initialization=true",
                SCRIPTS[1]);
        assertOrderOfOslo();
    }

    private String[] with(String... more) {
        return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private void runs(List<String> application, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(application);
        command.addAll(List.of(with(more)));
        int exitCode = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start()
                .waitFor();
        assertThat(exitCode).as(output()).isZero();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    /** The class path of these tests, and libraries that are not on it. */
    private static List<String> withLibraries(String names, Class<?> application) throws IOException {
        List<String> libraries = classPath("test").stream()
                .filter(library -> library.getFileName().toString().matches(names))
                .map(Path::toString)
                .toList();
        assertThat(libraries).isNotEmpty();
        return List.of(
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + String.join(File.pathSeparator, libraries),
                application.getName());
    }

    private static List<Path> classPath(String name) throws IOException {
        String text = Files.readString(Path.of("target", name + ".class-path"));
        return Stream.of(text.strip().split(File.pathSeparator)).map(Path::of).toList();
    }

    /** The executable jar that Spring Boot's plugin would make of an application with the schema of the tests. */
    private Path executableJar() throws Exception {
        Path classes = jar("shop.jar", location(ShopApplication.class), "dev/cairn/spring/shop", "META-INF/cairn");
        List<Path> libraries = new ArrayList<>(classPath("application"));
        libraries.add(location(CairnAutoConfiguration.class));
        libraries.add(location(com.mysql.cj.jdbc.Driver.class));
        Repackager repackager = new Repackager(classes.toFile());
        repackager.setMainClass(ShopApplication.class.getName());
        Path executable = folder.resolve("shop-executable.jar");
        repackager.repackage(executable.toFile(), callback -> {
            for (Path library : libraries.stream().distinct().toList()) {
                // In a reactor build, other modules are folders of classes.
                Path file = Files.isDirectory(library)
                        ? jar(library.getName(library.getNameCount() - 3) + ".jar", library, "")
                        : library;
                callback.library(new Library(file.toFile(), LibraryScope.COMPILE));
            }
        });
        return executable;
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Packs parts of a folder, or of another jar. */
    private Path jar(String name, Path source, String... parts) throws IOException {
        Path jar = folder.resolve(name);
        try (FileSystem target = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            if (Files.isDirectory(source)) {
                copy(source, target, parts);
            } else {
                try (FileSystem archive = FileSystems.newFileSystem(source)) {
                    copy(archive.getPath("/"), target, parts);
                }
            }
        }
        return jar;
    }

    private static void copy(Path source, FileSystem target, String... parts) throws IOException {
        for (String part : parts) {
            try (Stream<Path> files = Files.walk(source.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy =
                            target.getPath("/").resolve(source.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }
}
