package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The metadata that GraalVM reads when it builds a native image of the command, which {@code -Dgolden.update=true}
 * writes again, and the commands that an image refuses.
 */
class NativeImageTest {
    private static final Path METADATA_FOLDER = Path.of("src/main/resources/META-INF/native-image/dev.cairn/cairn-cli");

    /** The modules whose classes and resources the archive of the command contains. */
    private static final List<String> MODULES =
            List.of("annotations", "engine", "runtime", "processor", "tooling", "cli");

    /** Types that picocli converts without reflection; those of java.time and java.sql are not among them. */
    private static final Set<Class<?>> CONVERTED_TYPES =
            Set.of(boolean.class, int.class, long.class, Integer.class, Long.class, String.class, Path.class);

    /** Commands that can run without the classes of a project, with the right arguments. */
    private static final Set<String> COMMANDS_WITHOUT_CLASSES = Set.of(
            "init",
            "pull",
            "fmt",
            "run-sql",
            "query",
            "completion",
            "man-pages",
            "diff",
            "lineage",
            "docs",
            "queries",
            "explain");

    @TempDir
    private Path folder;

    @Test
    void eachClassThatPicocliReadsIsRegisteredForReflection() throws IOException {
        ReflectedClasses reflectedClasses = new ReflectedClasses();
        reflectedClasses.add(Cairn.createFullSpec());
        assertMatchesGoldenFile("reflect-config.json", reflectedClasses.entries());
    }

    @Test
    void eachResourceIsIncluded() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : MODULES) {
            Path resources = Path.of("..", module, "src", "main", "resources");
            if (Files.isDirectory(resources)) {
                try (Stream<Path> files = Files.walk(resources)) {
                    files.filter(Files::isRegularFile)
                            .map(file -> resources.relativize(file).toString().replace(File.separatorChar, '/'))
                            .filter(name -> !name.startsWith("META-INF/"))
                            .forEach(names::add);
                }
            }
        }
        assertThat(names).contains("dev/cairn/cli/version.txt", "dev/cairn/tooling/documentation/page/page.html");
        assertMatchesGoldenFile(
                "resource-config.json",
                Map.of(
                        "resources",
                        Map.of(
                                "includes",
                                names.stream()
                                        .map(name -> Map.of("pattern", Pattern.quote(name)))
                                        .toList())));
    }

    @Test
    void anImageRefusesCommandsThatLoadClasses() throws IOException {
        String classes = Files.createDirectory(folder.resolve("classes")).toString();
        Files.writeString(Path.of(classes, "ShopSchema.class"), "");
        List<List<String>> refusedCommands = new ArrayList<>(List.of(
                List.of("heads", "--classes", classes),
                List.of("diff", classes, classes),
                List.of("lineage", classes),
                List.of("docs", classes),
                List.of("lint", "--classes", classes, writeSql().toString())));
        Cairn.createFullSpec().subcommands().forEach((name, command) -> {
            if (!COMMANDS_WITHOUT_CLASSES.contains(name)) {
                List<String> commandLine = new ArrayList<>(List.of(name));
                command.getCommandSpec().positionalParameters().forEach(parameter -> commandLine.add("1"));
                refusedCommands.add(commandLine);
            }
        });
        for (List<String> arguments : refusedCommands) {
            CommandProject project = new CommandProject(folder);
            project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:1/shop");
            assertThat(runInImage(project, arguments)).as("%s", arguments).isEqualTo(2);
            assertThat(project.err())
                    .as("%s", arguments)
                    .isEqualTo(
                            "This command reads the classes of a project, and a native image can't load classes: run it"
                                    + " with Java, for example java -jar cairn.jar.\n");
        }
    }

    @Test
    void anImageRunsCommandsThatReadNoClasses() throws IOException {
        Path file = writeSql();
        CommandProject project = new CommandProject(folder);
        assertThat(runInImage(project, List.of("fmt", file.toString()))).isZero();
        assertThat(project.out()).startsWith("CREATE TABLE");
        assertThat(runInImage(project, List.of("diff", file.toString(), file.toString())))
                .isZero();
        assertThat(runInImage(project, List.of("lint", file.toString()))).isZero();
        assertThat(runInImage(project, List.of("docs", file.toString(), "--output", folder + "/a.html")))
                .isZero();
        assertThat(runInImage(project, List.of("queries"))).isZero();
        assertThat(runInImage(project, List.of("explain"))).isZero();
        assertThat(runInImage(project, List.of("completion", "bash"))).isZero();
        assertThat(runInImage(project, List.of("init", folder + "/new", "--package=a.b")))
                .isZero();
    }

    private Path writeSql() throws IOException {
        String sql = "create table a (b int) duplicate key (b) distributed by hash (b)";
        return Files.writeString(Files.createDirectories(folder.resolve("sql")).resolve("a.sql"), sql);
    }

    /** Runs a command with the properties that GraalVM sets in an image. */
    private static int runInImage(CommandProject project, List<String> arguments) {
        String classPath = System.clearProperty("java.class.path");
        System.setProperty("org.graalvm.nativeimage.imagecode", "runtime");
        try {
            return project.cairn(arguments.toArray(String[]::new));
        } finally {
            System.clearProperty("org.graalvm.nativeimage.imagecode");
            System.setProperty("java.class.path", classPath);
        }
    }

    private static void assertMatchesGoldenFile(String file, Object expected) throws IOException {
        String json = new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(expected)
                + "\n";
        Path golden = METADATA_FOLDER.resolve(file);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(METADATA_FOLDER);
            Files.writeString(golden, json);
        }
        assertThat(golden).content().isEqualTo(json);
    }

    /** The classes whose members picocli finds, reads and writes, or which it instantiates. */
    private static final class ReflectedClasses {
        private final Map<String, Map<String, Object>> entries = new TreeMap<>();

        Collection<Map<String, Object>> entries() {
            return entries.values();
        }

        void add(CommandSpec command) {
            addObject(command.userObject());
            addObject(command.versionProvider());
            addObject(command.defaultValueProvider());
            command.mixins().values().forEach(this::add);
            command.argGroups().forEach(this::add);
            command.args().forEach(this::add);
            command.subcommands().values().forEach(subcommand -> add(subcommand.getCommandSpec()));
        }

        private void add(ArgGroupSpec group) {
            addClass(Objects.requireNonNull(group.typeInfo()).getType());
            group.subgroups().forEach(this::add);
            group.args().forEach(this::add);
        }

        private void add(ArgSpec argument) {
            Member member = (Member) argument.userObject();
            if (member == null) {
                return; // code adds the argument, and picocli finds nothing of it by reflection
            }
            addClass(member.getDeclaringClass());
            // GraalVM writes no final field by reflection.
            assertThat(member instanceof Field && Modifier.isFinal(member.getModifiers()))
                    .as("%s is final", member)
                    .isFalse();
            List<Class<?>> types = new ArrayList<>(List.of(argument.auxiliaryTypes()));
            types.removeAll(CONVERTED_TYPES);
            types.forEach(type -> {
                assertThat(type.isEnum())
                        .as("The type %s of %s is known", type, member)
                        .isTrue();
                addClass(type);
            });
            Stream.of(argument.converters()).forEach(this::addObject);
            addObject(argument.completionCandidates());
            addObject(argument.parameterConsumer());
            addObject(argument.preprocessor());
        }

        private void addObject(@Nullable Object userObject) {
            // The constants of an enum are proposed as a list of the JDK, which picocli makes without reflection.
            if (userObject != null && !userObject.getClass().getName().startsWith("java.")) {
                addClass(userObject.getClass());
            }
        }

        private void addClass(Class<?> type) {
            for (Class<?> currentType = type;
                    currentType != Object.class && currentType != Enum.class;
                    currentType = currentType.getSuperclass()) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("name", currentType.getName());
                entry.put("allDeclaredConstructors", true);
                entry.put("allDeclaredFields", true);
                entry.put("allDeclaredMethods", true);
                entries.put(currentType.getName(), entry);
            }
        }
    }
}
