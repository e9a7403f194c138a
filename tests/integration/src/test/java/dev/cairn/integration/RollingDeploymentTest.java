package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.cli.Cairn;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.integration.surface.Checkout;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.schema.SchemaDescriptor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A column of the sample is renamed in the steps of {@code cairn evolve}. The instances of the old release work during
 * each upgrade, and those of both releases work on the same rows after it.
 */
class RollingDeploymentTest {
    private static final Path SAMPLE = Checkout.ROOT.resolve("sample/src/main/java");
    private static final String SHOP_FOLDER = "dev/cairn/sample/shop/";

    /**
     * An instance of the application: it writes an account, changes it, and reads it by a query, as a row and through a
     * view.
     */
    private static final String POD_SOURCE = """
            package dev.cairn.sample.shop;

            import dev.cairn.data.Database;
            import java.util.List;
            import javax.sql.DataSource;

            public final class Pod {
                private final Database database;
                private final Places places;

                public Pod(DataSource source) {
                    database = Database.of(source);
                    places = new PlacesQueries(database);
                }

                public void write(long id) {
                    database.insert(AccountTable.ACCOUNT, List.of(new Account(%s)));
                    places.move(id, "Rome " + id);
                }

                public String read(long id) {
                    String viewed = database.from(ActiveAccountView.ACTIVE_ACCOUNT).list().stream()
                            .filter(account -> account.id() == id).findFirst().orElseThrow().city();
                    String stored = database.from(AccountTable.ACCOUNT).list().stream()
                            .filter(account -> account.id() == id).findFirst().orElseThrow().%s();
                    return String.join(", ", places.place(id).orElseThrow(), stored, viewed);
                }
            }
            """;

    private static final String PLACES_SOURCE = """
            package dev.cairn.sample.shop;

            import dev.cairn.annotation.Execute;
            import dev.cairn.annotation.Queries;
            import dev.cairn.annotation.Query;
            import java.util.Optional;

            @Queries(Shop.class)
            public interface Places {
                @Query("SELECT %s FROM account WHERE id = :id")
                Optional<String> place(long id);

                @Execute("UPDATE account SET %s WHERE id = :id")
                long move(long id, String place);
            }
            """;

    @TempDir
    private Path folder;

    private final AtomicLong lastId = new AtomicLong(100);

    /** A release of the application, whose classes have a class loader of their own. */
    private record Release(SchemaDescriptor schema, Class<?> pod) {
        Instance start(DataSource source) throws ReflectiveOperationException {
            return new Instance(pod.getConstructor(DataSource.class).newInstance(source));
        }
    }

    /** An instance of a release, which runs until the test no longer uses it. */
    private record Instance(Object pod) {
        void write(long id) {
            call("write", id);
        }

        Object read(long id) {
            return call("read", id);
        }

        private Object call(String method, long id) {
            try {
                return pod.getClass().getMethod(method, long.class).invoke(pod, id);
            } catch (InvocationTargetException failure) {
                throw new AssertionError("A request failed", failure.getCause());
            } catch (ReflectiveOperationException failure) {
                throw new LinkageError("A release without the request " + method, failure);
            }
        }
    }

    @Test
    void noRequestFailsWhileAColumnIsRenamedInSteps() throws IOException, ReflectiveOperationException, SQLException {
        copySample();
        writeApplication("id, \"Ada\", \"Oslo\", true", "city", "city", "city = :place");
        Release firstRelease = compile("first");

        assertThat(runCairn("evolve", "rename", "account.city", "town"))
                .contains("AddAccountTownBesideCity.java", "below city a copy of it for town", "Places.move");
        replaceInSource(
                "Account", "String city", "String city, @org.jspecify.annotations.Nullable @Varchar(64) String town");
        writeApplication("id, \"Ada\", \"Oslo\", \"Oslo\", true", "city", "city", "city = :place, town = :place");
        Release expandedRelease = compile("expanded");

        assertThat(runCairn("evolve", "rename", "account.city", "town")).contains("FillAccountTownFromCity.java");
        replaceInSource(
                "Account", "@Varchar(64) String city", "@org.jspecify.annotations.Nullable @Varchar(64) String city");
        replaceInSource("ActiveAccount", "name, city FROM", "name, town AS city FROM");
        replaceInSource("ActiveAccount", "String city", "@org.jspecify.annotations.Nullable String city");
        writeApplication("id, \"Ada\", \"Oslo\", \"Oslo\", true", "town", "town", "city = :place, town = :place");
        assertThat(runCairn("record", "account without city")).contains("AccountWithoutCity.java");
        Release migratedRelease = compile("migrated");

        assertThat(runCairn("evolve", "rename", "account.city", "town", "--destructive"))
                .contains("DropAccountCity.java", "[breaks-previous-release]")
                .containsPattern("upgradeTo\\(\\d+\\)");
        replaceInSource("Account", "@org.jspecify.annotations.Nullable @Varchar(64) String city, ", "");
        writeApplication("id, \"Ada\", \"Oslo\", true", "town", "town", "town = :place");
        Release contractedRelease = compile("contracted");

        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("shop");
            DataSource dataSource = server.dataSource("shop");
            Migrator.of(firstRelease.schema(), dataSource).upgrade();
            Instance oldInstance = firstRelease.start(dataSource);
            Instance expandedInstance = rollOut(oldInstance, expandedRelease, dataSource);
            Instance migratedInstance = rollOut(expandedInstance, migratedRelease, dataSource);

            // The last upgrade begins only when no instance of the previous release runs.
            Instance contractedInstance = contractedRelease.start(dataSource);
            requireSameRows(migratedInstance, contractedInstance);
            upgrade(contractedRelease, dataSource, contractedInstance);
            write(contractedInstance, contractedInstance);
            assertThatThrownBy(() -> migratedInstance.write(lastId.incrementAndGet()))
                    .hasStackTraceContaining("city");
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet cityColumn = statement.executeQuery("SHOW COLUMNS FROM account LIKE 'city'")) {
                assertThat(cityColumn.next()).isFalse();
            }
        }
    }

    /**
     * Upgrades the database while the old release runs, and runs both side by side; returns an instance of the new one.
     */
    private Instance rollOut(Instance oldInstance, Release release, DataSource source)
            throws ReflectiveOperationException {
        upgrade(release, source, oldInstance);
        Instance instance = release.start(source);
        requireSameRows(oldInstance, instance);
        return instance;
    }

    private void upgrade(Release release, DataSource source, Instance runningInstance) {
        long lastIdBefore = lastId.get();
        MigratorOptions options = MigratorOptions.DEFAULT.listener(progress -> write(runningInstance, runningInstance));
        assertThat(Migrator.of(release.schema(), source, options).upgrade().isEmpty())
                .isFalse();
        assertThat(lastId.get()).isGreaterThan(lastIdBefore + 3);
    }

    private void requireSameRows(Instance oldInstance, Instance newInstance) {
        for (int i = 0; i < 3; i++) {
            write(oldInstance, newInstance);
            write(newInstance, oldInstance);
        }
    }

    /** One instance writes a row, and both read it. */
    private void write(Instance writer, Instance reader) {
        long id = lastId.incrementAndGet();
        writer.write(id);
        String place = "Rome " + id;
        assertThat(writer.read(id)).isEqualTo(reader.read(id)).isEqualTo(String.join(", ", place, place, place));
    }

    private void copySample() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLE.resolve(SHOP_FOLDER))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = sourceFolder().resolve(SAMPLE.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private Path sourceFolder() {
        return folder.resolve("sources");
    }

    /** Writes the sources of the pod and of its statements. */
    private void writeApplication(String values, String component, String column, String assignments)
            throws IOException {
        Files.writeString(sourceFolder().resolve(SHOP_FOLDER + "Pod.java"), POD_SOURCE.formatted(values, component));
        Files.writeString(
                sourceFolder().resolve(SHOP_FOLDER + "Places.java"), PLACES_SOURCE.formatted(column, assignments));
    }

    private void replaceInSource(String className, String oldText, String newText) throws IOException {
        Path file = sourceFolder().resolve(SHOP_FOLDER + className + ".java");
        String source = Files.readString(file);
        assertThat(source).contains(oldText);
        Files.writeString(file, source.replace(oldText, newText));
    }

    private String runCairn(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        String[] allArguments = Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--sources=" + sourceFolder(), "--class-path=" + System.getProperty("java.class.path")))
                .toArray(String[]::new);
        int exitCode = Cairn.run(
                new PrintWriter(output, true),
                new PrintWriter(errors, true),
                CommandEnvironment.withoutTerminal(Map.of()),
                allArguments);
        assertThat(exitCode).as(() -> output + "\n" + errors).isZero();
        return output.toString();
    }

    private Release compile(String releaseName) throws IOException, ReflectiveOperationException {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        Path classes = Files.createDirectories(folder.resolve(releaseName));
        try (StandardJavaFileManager fileManager =
                        ToolProvider.getSystemJavaCompiler().getStandardFileManager(diagnostics, null, null);
                Stream<Path> sources = Files.walk(sourceFolder())) {
            List<Path> javaFiles =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of(
                    "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-Acairn.pending=error");
            CompilationTask task = ToolProvider.getSystemJavaCompiler()
                    .getTask(
                            null,
                            fileManager,
                            diagnostics,
                            options,
                            null,
                            fileManager.getJavaFileObjectsFromPaths(javaFiles));
            task.setProcessors(List.of(new CairnProcessor()));
            assertThat(task.call())
                    .as(() -> diagnostics.getDiagnostics().toString())
                    .isTrue();
        }
        ClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, RollingDeploymentTest.class.getClassLoader());
        String packagePrefix = SHOP_FOLDER.replace('/', '.');
        return new Release(
                (SchemaDescriptor) loader.loadClass(packagePrefix + "ShopSchema")
                        .getField("SCHEMA")
                        .get(null),
                loader.loadClass(packagePrefix + "Pod"));
    }
}
