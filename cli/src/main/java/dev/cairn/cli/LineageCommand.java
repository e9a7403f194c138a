package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.ComparisonSideOptions;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.option.SourceArgument;
import dev.cairn.cli.option.SourceOption;
import dev.cairn.cli.option.VersionRange;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.ImpactReport;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.lineage.Impact;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.lineage.ReaderGraph.Edge;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.ComparisonSideReader;
import dev.cairn.tooling.definition.SourceDefinitions;
import dev.cairn.tooling.lineage.LineageDiagram;
import dev.cairn.tooling.lineage.LineageTrace;
import dev.cairn.tooling.lineage.LineageTrace.Direction;
import dev.cairn.tooling.lineage.OpenLineageEventWriter;
import dev.cairn.tooling.lineage.SchemaReaders;
import dev.cairn.tooling.query.CompiledQueries;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn lineage daily_sales.amount}: follows a column up to its origins or down to its readers. With
 * {@code --impact}, it shows instead what migrations break. It reads definitions only, no rows, and changes nothing.
 */
@Command(
        name = "lineage",
        mixinStandardHelpOptions = true,
        description =
                "Shows where the columns of views and materialized views come from, or what uses a column, through"
                        + " all views. Reads definitions only, no rows.")
final class LineageCommand implements Callable<Integer> {
    private static final List<String> FORMATS = List.of("text", "json", "mermaid", "openlineage");
    private static final String DEFAULT_EVENT_TIME = "1970-01-01T00:00:00Z";

    @Parameters(
            arity = "0..2",
            paramLabel = "[SOURCE] [OBJECT[.COLUMN]]",
            hideParamSyntax = true,
            description = "SOURCE: the same as --definitions. Default: target/classes or build/classes/java/main."
                    + " OBJECT: a table, a view or a materialized view, or one of its columns. Default: all views")
    private List<String> arguments = new ArrayList<>();

    @Mixin
    private final SourceOption sourceOption = new SourceOption();

    @Option(names = "--up", description = "Show the columns from which the column is computed; the default for a view.")
    private boolean showsOrigins;

    @Option(names = "--down", description = "Show what the column is used for; the default for a table.")
    private boolean showsReaders;

    @Option(
            names = "--impact",
            paramLabel = "MIGRATIONS",
            defaultValue = "",
            description = "Show instead what migrations of compiled classes break, change or touch, through all views:"
                    + " one migration (V0012), a range (V0003:V0012), or pending for the changes that no migration"
                    + " records.")
    private String impactRange = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json, mermaid or openlineage. Default: text")
    private String format = "text";

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "",
            description =
                    "The namespace of the jobs and datasets of OpenLineage. Default: the address of the server, as"
                            + " in starrocks://localhost:9030; starrocks for other sources")
    private String namespace = "";

    @Option(
            names = "--event-time",
            paramLabel = "TIME",
            defaultValue = DEFAULT_EVENT_TIME,
            description = "The time of the events of OpenLineage, such as 2026-01-31T12:00:00Z. Default: "
                    + DEFAULT_EVENT_TIME + ", so that the output depends on the definitions alone")
    private String eventTime = DEFAULT_EVENT_TIME;

    @Mixin
    private final ComparisonSideOptions sideOptions = new ComparisonSideOptions();

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (showsOrigins && showsReaders) {
            throw CommandException.usage("Pass either --up or --down.");
        }
        if (!FORMATS.contains(format)) {
            throw CommandException.usage("Unknown format " + format + ": pass text, json, mermaid or openlineage.");
        }
        requireEventTime();
        if (format.equals("json")) {
            output.useJson();
        }
        LineageStart start = readArguments();
        ComparisonSide side = sideOptions.resolveSide(start.source(), CommandEnvironment.of(spec));
        if (!impactRange.isEmpty()) {
            return printImpact(side, start);
        }
        SourceDefinitions definitions = ComparisonSideReader.readDefinitions(side);
        definitions.unknownDefinitions().forEach(definition -> output.printRemark("not followed: " + definition));
        ReaderGraph graph = side instanceof ComparisonSide.CompiledSchema compiledSchema
                ? createGraph(compiledSchema, start, definitions)
                : ReaderGraph.build(definitions.profile(), definitions.catalog());
        graph.failureByReader()
                .forEach((reader, reason) -> output.printRemark("not followed: " + reader + ": " + reason));
        List<ObjectColumn> startColumns = start.resolveColumns(definitions, graph);
        boolean isDerived = startColumns.isEmpty()
                || graph.readerByName().containsKey(startColumns.get(0).object());
        Direction direction = showsReaders || (!showsOrigins && !isDerived) ? Direction.DOWNSTREAM : Direction.UPSTREAM;
        LineageTrace trace = LineageTrace.traceColumns(graph, direction, startColumns);
        if (startColumns.isEmpty() && format.equals("text")) {
            output.printText("The definitions have no views, so no column has an origin.");
        }
        output.printObject(toJson(trace));
        output.printCode(format.equals("openlineage") ? renderEvents(start, graph, trace) : renderTrace(trace));
        return ExitCode.DONE.number();
    }

    private void requireEventTime() {
        try {
            OffsetDateTime.parse(eventTime);
        } catch (DateTimeParseException ignored) {
            throw CommandException.usage(eventTime + " is not a time with a zone: write it like 2026-01-31T12:00:00Z.");
        }
    }

    private LineageStart readArguments() {
        boolean hasSourceArgument = arguments.size() == 2
                || (!sourceOption.isPassed() && arguments.stream().anyMatch(ComparisonSideOptions::isSource));
        String source = sourceOption
                .resolveSource(hasSourceArgument ? arguments.get(0) : "")
                .orElseGet(ComparisonSideOptions::requireDefaultSource);
        List<String> objectArguments = arguments.subList(hasSourceArgument ? 1 : 0, arguments.size());
        return new LineageStart(source, objectArguments.isEmpty() ? "" : objectArguments.get(0));
    }

    private ReaderGraph createGraph(
            ComparisonSide.CompiledSchema compiledSchema, LineageStart start, SourceDefinitions definitions) {
        SchemaReaders readers = createReaders(compiledSchema, start);
        ReaderGraph graph = readers.createGraph(definitions.catalog());
        readers.notes().forEach(note -> output.printRemark("not followed: " + note));
        return graph;
    }

    private int printImpact(ComparisonSide side, LineageStart start) {
        if (!(side instanceof ComparisonSide.CompiledSchema compiledSchema)) {
            throw CommandException.usage("--impact reads migrations: pass compiled classes with a schema instead of "
                    + SourceArgument.describe(start.source()) + ".");
        }
        if (!start.name().isEmpty() || !List.of("text", "json").contains(format)) {
            throw CommandException.usage(
                    "--impact shows all changes, as text or json: pass neither an object nor" + " another format.");
        }
        SchemaReaders readers = createReaders(compiledSchema, start);
        Impact impact = impactRange.equals("pending")
                ? readers.analyzePendingImpact()
                : analyzeImpact(readers, compiledSchema.schema());
        readers.notes().forEach(note -> output.printRemark("not followed: " + note));
        ImpactReport report = new ImpactReport(impact);
        report.toJson().forEach(output::printObject);
        output.printText(report.render());
        return ExitCode.DONE.number();
    }

    private Impact analyzeImpact(SchemaReaders readers, SchemaDescriptor schema) {
        VersionRange range = VersionRange.parseMigrations(impactRange, schema);
        return readers.analyzeImpact(range.startNumber() + 1, range.endNumber());
    }

    private SchemaReaders createReaders(ComparisonSide.CompiledSchema compiledSchema, LineageStart start) {
        return SchemaReaders.collect(
                compiledSchema.schema(),
                compiledSchema.target(),
                sideOptions.findSchemas(start.source()),
                CompiledQueries.read(List.of(Path.of(start.source()))));
    }

    private static JsonObject toJson(LineageTrace trace) {
        return new JsonObject()
                .put(
                        "edges",
                        trace.edges().stream()
                                .map(edge -> new JsonObject()
                                        .put("from", toJson(edge.source()))
                                        .put("to", toJson(edge.target()))
                                        .put("way", edge.use().name().toLowerCase(Locale.ROOT))
                                        .put("reader", edge.readerName().toString()))
                                .toList());
    }

    private static JsonObject toJson(ObjectColumn column) {
        JsonObject object = new JsonObject()
                .put("database", column.object().database())
                .put("object", column.object().name());
        return column.column().isEmpty() ? object : object.put("column", column.column());
    }

    private String renderTrace(LineageTrace trace) {
        return switch (format) {
            case "text", "json" -> trace.toText().stripTrailing();
            case "mermaid" -> new LineageDiagram(trace.edges()).toMermaid().stripTrailing();
            default -> throw new IllegalStateException("not a format of a trace: " + format);
        };
    }

    /**
     * Returns an event of OpenLineage for each reader in the trace, each on a line; for all readers if the user has
     * named no object.
     *
     * @throws CommandException if {@code --event-time} is not a time with a zone
     */
    private String renderEvents(LineageStart start, ReaderGraph graph, LineageTrace trace) {
        Set<ObjectName> readerNames =
                trace.edges().stream().map(Edge::readerName).collect(Collectors.toSet());
        List<Reader> readers = graph.readerByName().values().stream()
                .filter(reader -> start.name().isEmpty() || readerNames.contains(reader.name()))
                .toList();
        String chosenNamespace = !namespace.isEmpty()
                ? namespace
                : ServerOptions.isUrl(start.source())
                        ? start.source().replaceFirst("^.*?://([^@/]*@)?([^/?]+).*$", "starrocks://$2")
                        : "starrocks";
        return String.join("\n", new OpenLineageEventWriter(graph, chosenNamespace, eventTime).renderLines(readers));
    }
}
