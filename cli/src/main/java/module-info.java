/** The command line. */
module dev.cairn.cli {
    requires dev.cairn.engine;
    requires dev.cairn.processor.library;
    requires dev.cairn.runtime;
    requires dev.cairn.tooling;
    requires info.picocli;
    requires java.compiler;
    requires java.logging;
    requires java.sql;
    requires static org.jspecify;

    opens dev.cairn.cli to
            info.picocli;
    opens dev.cairn.cli.installation to
            info.picocli;
    opens dev.cairn.cli.lint to
            info.picocli;
    opens dev.cairn.cli.option to
            info.picocli;
}
