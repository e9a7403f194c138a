package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.ComparisonSideOptions;
import dev.cairn.cli.option.FailureHandler;
import dev.cairn.cli.option.ProjectOptions;
import dev.cairn.cli.option.SourceArgument;
import dev.cairn.cli.option.SourceOption;
import dev.cairn.cli.option.WatchedFiles;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.Ticker;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.ComparisonSideReader;
import dev.cairn.tooling.definition.SourceDefinitions;
import dev.cairn.tooling.documentation.CompiledSchemaDetails;
import dev.cairn.tooling.documentation.DocumentBuilder;
import dev.cairn.tooling.documentation.DocumentStatistics;
import dev.cairn.tooling.documentation.HtmlDocumentRenderer;
import dev.cairn.tooling.documentation.MarkdownDocumentRenderer;
import dev.cairn.tooling.documentation.MermaidDiagramRenderer;
import dev.cairn.tooling.documentation.SchemaDocument;
import dev.cairn.tooling.lineage.SchemaReaders;
import dev.cairn.tooling.project.TextFileWriter;
import dev.cairn.tooling.query.CompiledQueries;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn docs --output shop.html}: collects the documentation of a schema and writes it in one of
 * three formats. If a server is named, its statistics are added.
 */
@Command(
        name = "docs",
        mixinStandardHelpOptions = true,
        description =
                "Writes the documentation of a schema: one HTML page with its objects, diagrams and lineage, which"
                        + " needs no other file; or Markdown, or a diagram for Mermaid.")
final class DocsCommand implements Callable<Integer> {
    private static final List<String> FORMATS = List.of("html", "markdown", "mermaid");

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SOURCE",
            defaultValue = "",
            description = "The same as --definitions. Default: target/classes or build/classes/java/main")
    private String source = "";

    @Mixin
    private final SourceOption sourceOption = new SourceOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write. Default: print the text")
    private @Nullable Path outputFile;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "html",
            description = "html, markdown or mermaid. Default: html")
    private String format = "html";

    @Option(
            names = "--sources",
            paramLabel = "PATH",
            defaultValue = ProjectOptions.DEFAULT_SOURCES,
            description = "A folder with the sources of the records of compiled classes; may be repeated. Default: "
                    + ProjectOptions.DEFAULT_SOURCES)
    private List<Path> sourceFolders = new ArrayList<>();

    @Option(
            names = "--watch",
            description =
                    "Write the file again whenever the definitions, or the sources of their records, change, until"
                            + " Ctrl-C.")
    private boolean watchesFiles;

    @Mixin
    private final ComparisonSideOptions sideOptions = new ComparisonSideOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!FORMATS.contains(format)) {
            throw CommandException.usage("Unknown format " + format + ": pass html, markdown or mermaid.");
        }
        source = sourceOption.resolveSource(source).orElseGet(ComparisonSideOptions::requireDefaultSource);
        if (watchesFiles) {
            watchFiles();
        } else {
            writeDocument();
        }
        return ExitCode.DONE.number();
    }

    /**
     * Writes the file, and again after each change until the command is stopped. The error of an attempt is printed,
     * and the next change is awaited.
     *
     * @throws CommandException if there is no file to write, or if the source is a server
     */
    private void watchFiles() {
        if (outputFile == null) {
            throw CommandException.usage("--watch needs the file to write: pass --output.");
        }
        if (new SourceArgument(source).isServer()) {
            throw CommandException.usage("--watch waits for changes of files, and the source is a server.");
        }
        List<Path> paths = new ArrayList<>(sourceFolders);
        paths.add(Path.of(source));
        WatchedFiles watchedFiles = new WatchedFiles(paths);
        PrintWriter errorOutput = spec.commandLine().getErr();
        try {
            while (true) {
                Map<Path, FileTime> timeByFile = watchedFiles.readTimes();
                try {
                    writeDocument();
                    errorOutput.println("Wrote " + outputFile + "; waiting for changes until Ctrl-C.");
                } catch (RuntimeException failure) {
                    errorOutput.println(FailureHandler.formatFailure(failure));
                }
                watchedFiles.awaitChange(timeByFile, Ticker.system());
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the source and writes its document once. */
    private void writeDocument() {
        ComparisonSide side = sideOptions.resolveSide(source, CommandEnvironment.of(spec));
        SourceDefinitions objectDefinitions = ComparisonSideReader.readDefinitions(side);
        SourceDefinitions definitions = side instanceof ComparisonSide.Server serverSide
                ? serverSide.liveDatabase().extendWithRolesAndUsers(objectDefinitions)
                : objectDefinitions;
        SchemaDocument document = withStatistics(createDocument(side, definitions), definitions.database());
        document.omissions().forEach(omission -> spec.commandLine().getErr().println("left out: " + omission));
        String documentText = switch (format) {
            case "html" -> HtmlDocumentRenderer.render(document);
            case "markdown" -> MarkdownDocumentRenderer.render(document);
            case "mermaid" -> MermaidDiagramRenderer.renderEntityDiagram(document);
            default -> throw new IllegalStateException("not a format of a document: " + format);
        };
        writeText(documentText);
    }

    private SchemaDocument createDocument(ComparisonSide side, SourceDefinitions definitions) {
        List<String> unknownDefinitions =
                definitions.unknownDefinitions().stream().map(Object::toString).toList();
        String title = chooseTitle(side, definitions);
        if (!(side instanceof ComparisonSide.CompiledSchema compiledSchema)) {
            ReaderGraph graph = ReaderGraph.build(definitions.profile(), definitions.catalog());
            return new DocumentBuilder(title, graph)
                    .addOmissions(unknownDefinitions)
                    .build();
        }
        CompiledQueries queries = CompiledQueries.read(List.of(Path.of(source)));
        SchemaReaders readers = SchemaReaders.collect(
                compiledSchema.schema(), compiledSchema.target(), sideOptions.findSchemas(source), queries);
        ReaderGraph graph = readers.createGraph(definitions.catalog());
        return new DocumentBuilder(title, graph)
                .addOmissions(unknownDefinitions)
                .addOmissions(readers.notes())
                .withQueries(queries)
                .withDetails(CompiledSchemaDetails.read(
                        compiledSchema.schema(),
                        compiledSchema.target(),
                        compiledSchema.placeholderValues(),
                        sourceFolders))
                .build();
    }

    /**
     * Returns the document with the statistics of the server that is the source or that {@code --url} names; without
     * such a server, the document itself.
     */
    private SchemaDocument withStatistics(SchemaDocument document, String database) {
        return sideOptions
                .findServerAddress(source, CommandEnvironment.of(spec))
                .map(address -> document.withStatistics(DocumentStatistics.read(address, document, database)))
                .orElse(document);
    }

    private String chooseTitle(ComparisonSide side, SourceDefinitions definitions) {
        if (side instanceof ComparisonSide.SqlFiles) {
            return Path.of(source)
                    .toAbsolutePath()
                    .normalize()
                    .getFileName()
                    .toString()
                    .replaceFirst("\\.sql$", "");
        }
        return definitions.database();
    }

    private void writeText(String text) {
        if (outputFile == null) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
            return;
        }
        TextFileWriter.write(outputFile, text);
    }
}
