package dev.cairn.gradle;

import dev.cairn.tooling.command.CommandArguments;
import org.gradle.api.file.RegularFileProperty;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.OutputFile;
import org.gradle.api.tasks.UntrackedTask;
import org.gradle.api.tasks.options.Option;

/**
 * Compares the records with the migrations, the migrations with the ledger, and the database with the migrations:
 * {@code gradle cairnCheck}. Fails if anything differs or could not be read.
 */
@UntrackedTask(because = "It reads a server")
public abstract class CheckTask extends SchemaTask implements PlaceholderProperties {
    @OutputFile
    @Optional
    @Option(
            option = "report",
            description = "Also write a report: Markdown into a file that ends with .md, or a"
                    + " self-contained page into one that ends with .html.")
    public abstract RegularFileProperty getReport();

    @Override
    String commandName() {
        return "check";
    }

    @Override
    void addArguments(CommandArguments arguments) {
        super.addArguments(arguments);
        arguments.addOption("--report", getReport().getAsFile().getOrNull());
    }
}
