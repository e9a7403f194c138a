/**
 * Recording, import, comparison, lint, documentation, lineage, and the queries of applications: the library behind the
 * command line and the build plugins.
 */
@SuppressWarnings("module")
module dev.cairn.tooling {
    requires dev.cairn.engine;
    requires dev.cairn.processor.library;
    requires dev.cairn.runtime;
    requires java.compiler;
    requires java.sql;
    requires jdk.compiler;
    requires static org.jspecify;

    exports dev.cairn.tooling.definition to
            dev.cairn.cli;
    exports dev.cairn.tooling.documentation to
            dev.cairn.cli;
    exports dev.cairn.tooling.grants to
            dev.cairn.cli;
    exports dev.cairn.tooling.lineage to
            dev.cairn.cli;
    exports dev.cairn.tooling.lint to
            dev.cairn.cli;
    exports dev.cairn.tooling.lint.effect to
            dev.cairn.cli;
    exports dev.cairn.tooling.lint.format to
            dev.cairn.cli;
    exports dev.cairn.tooling.lint.source to
            dev.cairn.cli;
    exports dev.cairn.tooling.importing to
            dev.cairn.cli;
    exports dev.cairn.tooling.project to
            dev.cairn.cli;
    exports dev.cairn.tooling.release to
            dev.cairn.cli;
    exports dev.cairn.tooling.report to
            dev.cairn.cli;
    exports dev.cairn.tooling.query to
            dev.cairn.cli;
    exports dev.cairn.tooling.recording to
            dev.cairn.cli;
}
