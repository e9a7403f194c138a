/** The annotation processor, as a library for the tools of Cairn. Applications use the shaded archive. */
@SuppressWarnings({"module", "requires-automatic"})
module dev.cairn.processor.library {
    requires dev.cairn.annotations;
    requires dev.cairn.engine;
    requires transitive java.compiler;
    requires com.palantir.javapoet;
    requires static com.google.auto.service;
    requires static jdk.compiler;
    requires static org.jspecify;

    exports dev.cairn.processor to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.processor.check to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.processor.check.history to
            dev.cairn.tooling;
    exports dev.cairn.processor.check.value to
            dev.cairn.tooling;
    exports dev.cairn.processor.finding to
            dev.cairn.tooling;
    exports dev.cairn.processor.model to
            dev.cairn.cli,
            dev.cairn.tooling;

    provides javax.annotation.processing.Processor with
            dev.cairn.processor.CairnProcessor;
}
