package dev.cairn.cli.option;

import dev.cairn.tooling.project.TextFileWriter;
import dev.cairn.tooling.report.ReportDocument;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that also writes the result of a command to a file, as a document in the format of its extension. */
public final class ReportOptions {
    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Also write a report: Markdown into a file that ends with .md, or a self-contained page into one"
                            + " that ends with .html.")
    private @Nullable Path reportFile;

    /**
     * Requires that the file, if one is given, has a known extension. Called before the command connects to a server.
     *
     * @throws CommandException if it has another extension
     */
    public void requireValidFile() {
        if (reportFile != null && !hasExtension(".md") && !hasExtension(".html")) {
            throw CommandException.usage("--report " + reportFile + " must end with .md or .html.");
        }
    }

    private boolean hasExtension(String extension) {
        return String.valueOf(reportFile).toLowerCase(Locale.ROOT).endsWith(extension);
    }

    /** Writes the document if a file is given. Otherwise, the supplier is not called. */
    public void write(Supplier<ReportDocument> documentSupplier) {
        if (reportFile != null) {
            ReportDocument reportDocument = documentSupplier.get();
            TextFileWriter.write(
                    reportFile, hasExtension(".html") ? reportDocument.toHtml() : reportDocument.toMarkdown());
        }
    }
}
