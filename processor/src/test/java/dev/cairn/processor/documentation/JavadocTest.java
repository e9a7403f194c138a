package dev.cairn.processor.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.CompiledSchemas;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SnapshotTableDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The examples in the javadoc of the annotations compile, and become the DDL that stands below them. */
class JavadocTest {
    private static final Path ANNOTATIONS =
            Path.of("..", "annotations", "src", "main", "java", "dev", "cairn", "annotation");

    /** The annotations whose examples are not part of a CREATE statement. */
    private static final Set<String> WITHOUT_DDL =
            Set.of("Execute", "Migration", "Queries", "Query", "RenamedFrom", "RepeatableMigration", "Schema");

    /** Columns that examples of clauses name. */
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("day", "@NotNull LocalDate day");
        COLUMNS.put("id", "long id");
        COLUMNS.put("city", "@NotNull @Varchar(80) String city");
        COLUMNS.put("visited", "@NotNull LocalDateTime visited");
        COLUMNS.put("note", "@Varchar(200) String note");
        COLUMNS.put("price", "@Decimal(precision = 10, scale = 2) BigDecimal price");
        COLUMNS.put("quantity", "int quantity");
        COLUMNS.put("total", "long total");
    }

    @Test
    void examplesBecomeWhatStandsBelowThem() throws IOException {
        Map<String, Javadoc> all = new LinkedHashMap<>();
        Map<String, List<ExampleSource>> examples = new LinkedHashMap<>();
        for (Path file : files()) {
            String name = file.getFileName().toString().replace(".java", "");
            Javadoc javadoc = Javadoc.of(Files.readString(file));
            if (!javadoc.java().isEmpty() && !WITHOUT_DDL.contains(name)) {
                all.put(name, javadoc);
                examples.put(name, sources(name, javadoc));
            }
        }
        CompiledSchemas compiled = compiled(examples);
        SoftAssertions softly = new SoftAssertions();
        all.forEach((name, javadoc) -> {
            String ddl = examples.get(name).stream()
                    .filter(ExampleSource::hasDescriptor)
                    .map(example -> statements(compiled.descriptor(example.descriptor())))
                    .collect(Collectors.joining("\n"));
            for (String line : javadoc.ddl()) {
                softly.assertThat(normal(ddl)).as(name).contains(normal(line));
            }
        });
        softly.assertAll();
        assertThat(all).hasSizeGreaterThan(30);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ANNOTATIONS)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<ExampleSource> sources(String name, Javadoc javadoc) {
        if (javadoc.isOfRecords()) {
            return Stream.of(javadoc.java().split("\\n\\n", 0))
                    .map(ExampleSource::of)
                    .toList();
        }
        List<String> records = new ArrayList<>();
        if (javadoc.isOfClauses()) {
            javadoc.clauses().forEach(clauses -> records.add(ofClauses(clauses)));
        } else {
            records.add(ofComponents(javadoc.components()));
        }
        List<ExampleSource> sources = new ArrayList<>();
        for (String record : records) {
            sources.add(ExampleSource.of(record.replace("Example", "Of" + name + sources.size())));
        }
        return sources;
    }

    /** The columns that the clauses name come first, in their order. */
    private static String ofClauses(String clauses) {
        boolean merges = clauses.contains("@AggregateKey");
        List<String> named = COLUMNS.keySet().stream()
                .filter(column -> clauses.contains("\"" + column + "\""))
                .sorted(Comparator.comparing(column -> clauses.indexOf("\"" + column + "\"")))
                .toList();
        Stream<String> others = COLUMNS.keySet().stream()
                .filter(column -> !named.contains(column))
                .map(column -> (merges ? "@Aggregate(REPLACE) " : "") + COLUMNS.get(column));
        String columns = Stream.concat(named.stream().map(COLUMNS::get), others).collect(Collectors.joining(", "));
        String distribution = clauses.contains("@Distributed") ? "" : "@DistributedByHash(\"city\")\n";
        if (clauses.contains("@Refresh")) {
            return "@MaterializedView(query = \"SELECT day FROM orders\")\n" + clauses
                    + "\nrecord Example(LocalDate day) {}\n";
        }
        return "@Table\n" + clauses + "\n" + distribution + "record Example(" + columns + ") {}\n";
    }

    private static String ofComponents(List<String> components) {
        String lines = String.join(", ", components);
        boolean merges = lines.contains("@Aggregate") || lines.contains("@StateOf");
        String key = merges ? "@AggregateKey" : "@PrimaryKey";
        String others =
                lines.contains("@GeneratedAs") ? COLUMNS.get("price") + ", " + COLUMNS.get("quantity") + ", " : "";
        return "@Table " + key + "(\"k\") @DistributedByHash(\"k\")\nrecord Example(@NotNull Integer k, " + others
                + lines + ") {}\n";
    }

    private static CompiledSchemas compiled(Map<String, List<ExampleSource>> examples) {
        CompiledSchemas compiled = ExampleSource.compiled(
                examples.values().stream().flatMap(List::stream).toList());
        assertThat(compiled.errors()).isEmpty();
        return compiled;
    }

    private static String statements(Descriptor<?> descriptor) {
        return descriptor instanceof SnapshotTableDescriptor<?> snapshot
                ? snapshot.create() + "\n" + snapshot.refresh()
                : descriptor.ddl();
    }

    /** Without what layout adds. */
    private static String normal(String ddl) {
        return ddl.replaceAll("\\s+", " ").replaceAll("\\( ", "(").replaceAll(" \\)", ")");
    }
}
