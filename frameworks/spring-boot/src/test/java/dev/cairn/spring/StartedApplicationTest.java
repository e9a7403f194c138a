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
import org.junit.jupiter.api.AutoClose;
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
 * Tests that applications start with StarRocks alone, and with relational databases besides it. An application whose
 * libraries differ from those of the tests runs in a process of its own; Maven has written its class path to a file.
 */
class StartedApplicationTest {
    private static final String[] SCRIPT_OPTIONS = {
        "--spring.sql.init.schema-locations=classpath:customers-table.sql",
        "--spring.sql.init.data-locations=classpath:customers-rows.sql"
    };
    private static final String FLYWAY_LIBRARIES = "flyway-.*|spring-boot-flyway-.*";
    private static final String JPA_LIBRARIES = "hibernate-.*|spring-data-.*|spring-boot-(data-jpa|jpa|hibernate)-.*";

    @TempDir
    private Path folder;

    @AutoClose
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

    /**
     * Asserts that an application has added an order in Oslo, the city that it finds in the other database or in its
     * arguments.
     */
    private void assertOrderOfOslo() {
        assertThat(server.objects("shop")).contains("orders", "city_total");
        assertThat(new OrdersQueries(Database.of(server.dataSource("shop"))).cities())
                .containsExactly("Oslo");
    }

    @Test
    void theStarterAndADriverAreEnough() throws Exception {
        runApplication(List.of("-jar", createExecutableJar().toString()), "--shop.city=Oslo");
        assertOrderOfOslo();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.datasource.url=jdbc:h2:mem:one", "shop.two-databases=true"})
    void relationalDatabasesAreInitializedToo(String databases) {
        new SpringApplicationBuilder(JdbcApplication.class)
                .run(addArguments("--" + databases, SCRIPT_OPTIONS[0], SCRIPT_OPTIONS[1]))
                .close();
        assertOrderOfOslo();
    }

    @Test
    @Tag("long")
    void flywayMigratesTheDatabaseOfEntities() throws Exception {
        runApplication(
                classPathOptions(FLYWAY_LIBRARIES + "|" + JPA_LIBRARIES, JpaApplication.class),
                "--spring.jpa.hibernate.ddl-auto=validate");
        assertThat(readOutput()).contains("Successfully applied 1 migration");
        assertOrderOfOslo();
    }

    @Test
    void flywayMigratesADatabaseOfJdbc() throws Exception {
        runApplication(classPathOptions(FLYWAY_LIBRARIES, JdbcApplication.class));
        assertThat(readOutput()).contains("Successfully applied 1 migration");
        assertOrderOfOslo();
    }

    /** The scripts wait for the entities here, and the upgrade of StarRocks waits for the scripts. */
    @Test
    @Tag("long")
    void scriptsFillTheTablesOfEntities() throws Exception {
        runApplication(
                classPathOptions(JPA_LIBRARIES, JpaApplication.class),
                "--spring.jpa.hibernate.ddl-auto=create",
                "--spring.jpa.defer-datasource-initialization=true",
                SCRIPT_OPTIONS[1]);
        assertOrderOfOslo();
    }

    private String[] addArguments(String... moreArguments) {
        return Stream.of(arguments, moreArguments).flatMap(Stream::of).toArray(String[]::new);
    }

    private void runApplication(List<String> applicationOptions, String... moreArguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(applicationOptions);
        command.addAll(List.of(addArguments(moreArguments)));
        int exitCode = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start()
                .waitFor();
        assertThat(exitCode).as(readOutput()).isZero();
    }

    private String readOutput() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    /**
     * Returns options with the class path of these tests and further libraries, and with the main class of an
     * application.
     */
    private static List<String> classPathOptions(String libraryNames, Class<?> application) throws IOException {
        List<String> libraries = readClassPath("test").stream()
                .filter(library -> library.getFileName().toString().matches(libraryNames))
                .map(Path::toString)
                .toList();
        assertThat(libraries).isNotEmpty();
        return List.of(
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + String.join(File.pathSeparator, libraries),
                application.getName());
    }

    private static List<Path> readClassPath(String name) throws IOException {
        String text = Files.readString(Path.of("target", name + ".class-path"));
        return Stream.of(text.strip().split(File.pathSeparator)).map(Path::of).toList();
    }

    /** Creates the executable jar that Spring Boot's plugin would create of an application with the tests' schema. */
    private Path createExecutableJar() throws Exception {
        Path classes = createJar("shop.jar", locate(ShopApplication.class), "dev/cairn/spring/shop", "META-INF/cairn");
        List<Path> libraries = new ArrayList<>(readClassPath("application"));
        libraries.add(locate(CairnAutoConfiguration.class));
        libraries.add(locate(com.mysql.cj.jdbc.Driver.class));
        Repackager repackager = new Repackager(classes.toFile());
        repackager.setMainClass(ShopApplication.class.getName());
        Path executable = folder.resolve("shop-executable.jar");
        repackager.repackage(executable.toFile(), callback -> {
            for (Path library : libraries.stream().distinct().toList()) {
                // In a reactor build, other modules are folders of classes.
                Path file = Files.isDirectory(library)
                        ? createJar(library.getName(library.getNameCount() - 3) + ".jar", library, "")
                        : library;
                callback.library(new Library(file.toFile(), LibraryScope.COMPILE));
            }
        });
        return executable;
    }

    private static Path locate(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Packs parts of a folder, or of another jar. */
    private Path createJar(String name, Path source, String... parts) throws IOException {
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
