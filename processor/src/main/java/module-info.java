/** The annotation processor, as a library for the tools of Cairn. Applications use the shaded archive. */
@SuppressWarnings({"module", "requires-automatic"})
module dev.cairn.processor.library {
    requires dev.cairn.annotations;
    requires dev.cairn.engine;
    requires transitive java.compiler;
    requires com.palantir.javapoet;
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports dev.cairn.processor to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.processor.check to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.processor.check.rule to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.processor.emit to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.processor.generate to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.processor.model to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.processor.read to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.processor.read.column to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.processor.read.written to
            dev.cairn.cli,
            dev.cairn.tooling;

    provides javax.annotation.processing.Processor with
            dev.cairn.processor.CairnProcessor;
}
