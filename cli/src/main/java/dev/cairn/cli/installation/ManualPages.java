package dev.cairn.cli.installation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual pages of a command and its subcommands, in the language of {@code man}. picocli's generator writes
 * AsciiDoc, for which a build would need another converter.
 */
public final class ManualPages {
    private static final Map<String, String> DESCRIPTION_BY_ENVIRONMENT_VARIABLE = Map.of(
            "CAIRN_PASSWORD", "The password of the user. It can't be passed as an argument.",
            "CAIRN_URL", "The URL of the server, if --url is absent.",
            "CAIRN_USER", "The user, if --user is absent.",
            "NO_COLOR", "If it is not empty, the output has no colours, as with --no-color.");

    private final CommandSpec rootSpec;
    private final String version;

    private ManualPages(CommandSpec rootSpec, String version) {
        this.rootSpec = rootSpec;
        this.version = version;
    }

    /** Returns the pages by the names of their files, such as {@code cairn-record.1}. Hidden commands have no page. */
    public static Map<String, String> renderAll(CommandSpec rootSpec, String version) {
        ManualPages pages = new ManualPages(rootSpec, version);
        Map<String, String> pageByFileName = new LinkedHashMap<>();
        pageByFileName.put(rootSpec.name() + ".1", pages.renderPage(rootSpec, rootSpec.name()));
        for (CommandSpec subcommandSpec : CommandTexts.findVisibleSubcommands(rootSpec)) {
            String pageName = rootSpec.name() + "-" + subcommandSpec.name();
            pageByFileName.put(pageName + ".1", pages.renderPage(subcommandSpec, pageName));
        }
        return pageByFileName;
    }

    private String renderPage(CommandSpec spec, String pageName) {
        RoffWriter page = new RoffWriter();
        page.writeLine(".TH \"" + pageName.toUpperCase(Locale.ROOT) + "\" 1 \"\" \"" + version + "\"");
        page.writeSection("NAME");
        page.writeText(pageName + " - "
                + decapitalize(
                        CommandTexts.extractFirstClause(spec.usageMessage().description())));
        page.writeSection("SYNOPSIS");
        page.writeBold(spec.qualifiedName());
        page.writeText(renderSynopsis(spec));
        page.writeSection("DESCRIPTION");
        page.writeText(CommandTexts.joinText(spec.usageMessage().description()));
        if (!spec.positionalParameters().isEmpty()) {
            page.writeSection("ARGUMENTS");
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                if (!parameter.hidden()) {
                    page.writeItem(parameter.paramLabel(), CommandTexts.joinText(parameter.description()));
                }
            }
        }
        page.writeSection("OPTIONS");
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                page.writeItem(joinNames(option), CommandTexts.joinText(option.description()));
            }
        }
        if (spec == rootSpec) {
            writeCommands(page);
        }
        page.writeSection("EXIT STATUS");
        rootSpec.usageMessage().exitCodeList().forEach(page::writeItem);
        page.writeSection("ENVIRONMENT");
        new TreeMap<>(DESCRIPTION_BY_ENVIRONMENT_VARIABLE).forEach(page::writeItem);
        page.writeSection("FILES");
        page.writeItem(
                "cairn.properties",
                "Settings of the project, read from the current folder unless --config names another file.");
        page.writeSection("SEE ALSO");
        page.writeText(
                spec == rootSpec ? "The documentation in the folder docs of the project." : rootSpec.name() + "(1)");
        return page.toString();
    }

    private void writeCommands(RoffWriter page) {
        page.writeSection("COMMANDS");
        for (CommandSpec subcommandSpec : CommandTexts.findVisibleSubcommands(rootSpec)) {
            page.writeItem(
                    rootSpec.name() + "-" + subcommandSpec.name() + "(1)",
                    CommandTexts.extractFirstClause(
                                    subcommandSpec.usageMessage().description()) + ".");
        }
    }

    private static String renderSynopsis(CommandSpec spec) {
        StringJoiner synopsis = new StringJoiner(" ");
        synopsis.add("[OPTIONS]");
        if (!spec.subcommands().isEmpty()) {
            synopsis.add(spec.usageMessage().synopsisSubcommandLabel());
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (!parameter.hidden()) {
                String label = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
                synopsis.add(parameter.arity().min() > 0 ? label : "[" + label + "]");
            }
        }
        return synopsis.toString();
    }

    private static String joinNames(OptionSpec option) {
        String optionNames = String.join(", ", List.of(option.names()));
        return option.arity().max() > 0 ? optionNames + "=" + option.paramLabel() : optionNames;
    }

    private static String decapitalize(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /** Writes a page with the roff macros of the package man. */
    private static final class RoffWriter {
        private final StringBuilder text = new StringBuilder();

        void writeLine(String line) {
            text.append(line).append('\n');
        }

        void writeSection(String name) {
            writeLine(".SH " + name);
        }

        void writeBold(String line) {
            writeLine(".B " + escape(line));
        }

        void writeText(String line) {
            writeLine(escape(line));
        }

        void writeItem(String term, String description) {
            writeLine(".TP");
            writeBold(term);
            writeText(description);
        }

        /**
         * Returns a line in which no character has a special meaning. A dot or an apostrophe at its start would begin
         * a macro.
         */
        private static String escape(String line) {
            String escapedLine = line.replace("\\", "\\e").replace("-", "\\-");
            return escapedLine.startsWith(".") || escapedLine.startsWith("'") ? "\\&" + escapedLine : escapedLine;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
