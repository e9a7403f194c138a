package dev.cairn.gradle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradle.api.file.RegularFileProperty;
import org.gradle.api.provider.ListProperty;
import org.gradle.api.provider.Property;
import org.gradle.api.provider.Provider;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.OutputFile;
import org.gradle.api.tasks.UntrackedTask;
import org.gradle.api.tasks.options.Option;

/**
 * Compares the records with the migrations, the migrations with the ledger, and the database with the migrations: {@code
 * gradle cairnCheck}. Fails if anything differs or could not be read.
 */
@UntrackedTask(because = "It reads a server")
public abstract class CheckTask extends SchemaTask implements MigratingProperties, PlaceholderProperties {
    @Input
    @Optional
    @Option(
            option = "placeholder",
            description = "A value for ${NAME}; may be repeated. Default: placeholder.NAME in" + " cairn.properties.")
    public abstract ListProperty<String> getPlaceholder();

    @OutputFile
    @Optional
    @Option(
            option = "report",
            description = "Also write a report: Markdown into a file that ends with .md, or a"
                    + " self-contained page into one that ends with .html.")
    public abstract RegularFileProperty getReport();

    @Input
    @Optional
    @Option(
            option = "each",
            description = "A file with the URL of a database in each line, as in eu-1 ="
                    + " starrocks://app@host/eu_1. The command works on all of them; # begins a"
                    + " comment. User and password come from the options and settings for one database.")
    public abstract Property<String> getEach();

    @Input
    @Optional
    @Option(
            option = "cairn-parallel",
            description = "With --each, how many databases are worked on in parallel. Default: 8")
    public abstract Property<String> getParallel();

    @Override
    Map<String, Provider<?>> options() {
        Map<String, Provider<?>> options = new LinkedHashMap<>();
        options.put("placeholder", getPlaceholder());
        options.put("report", getReport());
        options.put("each", getEach());
        options.put("parallel", getParallel());
        return options;
    }

    @Override
    String command() {
        return "check";
    }
}
