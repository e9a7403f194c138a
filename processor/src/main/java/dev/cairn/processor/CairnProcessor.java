package dev.cairn.processor;

import com.google.auto.service.AutoService;
import dev.cairn.processor.check.history.RecordedSchemas;
import dev.cairn.processor.emit.FindingPrinter;
import dev.cairn.processor.emit.ReportLevel;
import dev.cairn.processor.emit.SourceMentions;
import dev.cairn.processor.model.SchemaSources;
import dev.cairn.processor.read.AnnotatedElementFinder;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** The annotation processor. Each round passes through the stages read, check, generate and emit. */
@AutoService(Processor.class)
@SupportedAnnotationTypes({"dev.cairn.annotation.*", "dev.cairn.schema.Declared"})
@SupportedOptions({ReportLevel.QUERIES_OPTION, ReportLevel.PENDING_OPTION})
public final class CairnProcessor extends AbstractProcessor {
    private final Consumer<RecordedSchemas> recordedSchemasConsumer;
    private final @Nullable Consumer<SchemaSources> schemaSourcesConsumer;
    private @Nullable ProcessingRounds rounds;

    /** Creates the processor, for javac. */
    public CairnProcessor() {
        this(recordedSchemas -> {});
    }

    /** Creates a processor that reports the recorded state of each schema to a consumer. */
    public CairnProcessor(Consumer<RecordedSchemas> recordedSchemasConsumer) {
        this.recordedSchemasConsumer = recordedSchemasConsumer;
        this.schemaSourcesConsumer = null;
    }

    /**
     * Creates a processor that reports the recorded state of each schema, and the sources of each schema, to consumers.
     * This constructor is for tools that read sources, but do not write class files: the classes of migrations, which
     * may be thousands, are generated only if the sources may refer to them.
     *
     * @param schemaSourcesConsumer receives the sources of schemas that can't be read, too
     */
    public CairnProcessor(
            Consumer<RecordedSchemas> recordedSchemasConsumer, Consumer<SchemaSources> schemaSourcesConsumer) {
        this.recordedSchemasConsumer = recordedSchemasConsumer;
        this.schemaSourcesConsumer = schemaSourcesConsumer;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    /**
     * Processes a round, and claims Cairn's own annotations and no others: {@code -Xlint:processing} reports
     * annotations that no processor claims. A failure of a file is an error of the compilation; any other failure is
     * reported as a defect of Cairn, and thrown again.
     */
    @Override
    @SuppressWarnings("DoNotClaimAnnotations")
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        try {
            createRoundsOnce(annotations).processRound(annotations, round);
        } catch (UncheckedIOException failure) {
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, String.valueOf(failure.getMessage()));
        } catch (RuntimeException failure) {
            processingEnv
                    .getMessager()
                    .printMessage(
                            Diagnostic.Kind.ERROR,
                            "Cairn's processor failed because of an error in Cairn, not in your records; please report"
                                    + " it: "
                                    + failure);
            throw failure;
        }
        return true;
    }

    private ProcessingRounds createRoundsOnce(Set<? extends TypeElement> annotations) {
        if (rounds == null) {
            FindingPrinter findingPrinter = new FindingPrinter(
                    processingEnv,
                    readReportLevel(ReportLevel.QUERIES_OPTION),
                    readReportLevel(ReportLevel.PENDING_OPTION),
                    isEclipse());
            rounds = new ProcessingRounds(
                    processingEnv,
                    findingPrinter,
                    createMentions(annotations),
                    recordedSchemasConsumer,
                    schemaSourcesConsumer);
        }
        return rounds;
    }

    /**
     * Returns the collector of names that sources mention, but only if the first round has a schema. Otherwise, another
     * processor may have generated the records for sources of earlier rounds, for which this processor was not called.
     */
    private Optional<SourceMentions> createMentions(Set<? extends TypeElement> firstAnnotations) {
        return AnnotatedElementFinder.declaresSchema(firstAnnotations)
                ? SourceMentions.of(processingEnv)
                : Optional.empty();
    }

    /** Returns whether this is Eclipse's compiler, which prints no positions inside records. */
    private boolean isEclipse() {
        return processingEnv.getClass().getName().startsWith("org.eclipse.");
    }

    /** Returns the value of an option; reports an invalid value, for which the level is ERROR. */
    private ReportLevel readReportLevel(String optionName) {
        return ReportLevel.findIn(processingEnv.getOptions(), optionName).orElseGet(() -> {
            String optionValue = processingEnv.getOptions().get(optionName);
            processingEnv
                    .getMessager()
                    .printMessage(
                            Diagnostic.Kind.ERROR,
                            "-A" + optionName + "=" + optionValue + " is not a valid option; use error, warn or off");
            return ReportLevel.ERROR;
        });
    }
}
